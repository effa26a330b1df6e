import { readFileSync, readdirSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

/**
 * The rules of the house, read off the imports. A room may import its own files and rooms named before it;
 * the suffix of a file says what it may touch.
 */
const rooms = [
  'kernel',
  'access',
  'sessions',
  'graph',
  'templates',
  'messages',
  'conversations',
  'deliveries',
  'inbound',
  'http',
]
const doors = ['http', 'trigger', 'task', 'schedule']
const tools = ['firestore', 'undici', 'firebase', 'system', 'random']
/** The files at the entrance, which see all rooms; tools are joined room by room, and alone for what must start fast. */
const entrance = new RegExp(`^(index|config|own|wiring(-(intake|${rooms.join('|')}))?)\\.ts$`)
/** Hashing and compressing are plain: same in, same out. */
const effects = /^(firebase-|undici|node:(?!crypto$|zlib$)|hono|@hono)/

const src = resolve(import.meta.dirname, '../src')
const read = (file: string) => readFileSync(resolve(src, file), 'utf8')
const suffix = (file: string) => /\.([a-z]+)\.ts$/.exec(file)?.[1] ?? 'plain'
const room = (file: string) => (file.includes('/') ? rooms.indexOf(file.split('/')[0] ?? '') : Infinity)
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
)
const inRooms = files.filter((file) => file.includes('/'))
const imports = inRooms.flatMap((from) =>
  ts.preProcessFile(read(from), true, true).importedFiles.map(({ fileName: to }) => ({
    from,
    to: to.startsWith('.') ? relative(src, resolve(src, dirname(from), to)) : to,
  })),
)
const local = imports.filter(({ to }) => to.endsWith('.ts'))

it('has only the known files at the entrance', () => {
  for (const file of files.filter((name) => !name.includes('/'))) expect(file).toMatch(entrance)
})

it.each(inRooms)('%s has a known room and suffix', (file) => {
  expect(room(file)).toBeGreaterThanOrEqual(0)
  expect(['plain', ...doors, ...tools]).toContain(suffix(file))
})

it.each(imports.filter(({ from }) => suffix(from) === 'plain'))(
  'plain $from does not import $to with effects',
  ({ to }) => {
    expect(to).not.toMatch(effects)
  },
)

it.each(local)('$from may see $to', ({ from, to }) => {
  expect(room(to)).toBeLessThanOrEqual(room(from))
  if (suffix(from) === 'plain') expect(suffix(to)).toBe('plain')
  // A tool may stand on a tool of its own technology; nobody else but the wiring touches one.
  if (tools.includes(suffix(to))) expect([suffix(to), 'firestore']).toContain(suffix(from))
})

it.each(inRooms.filter((file) => suffix(file) === 'plain'))(
  '%s takes time, chance and configuration as arguments',
  (file) => {
    expect(read(file)).not.toMatch(
      /Date\.now\(|new Date\(\)|Math\.random\(|random(UUID|Bytes|Int)|getRandomValues|process\.env|\bfetch\(|from '(fs|http|https|net)'|performance\.now/,
    )
  },
)

it.each(files.filter((file) => file !== 'config.ts'))('%s leaves params and secrets to config.ts', (file) => {
  expect(read(file)).not.toMatch(/firebase-functions\/params|define(Secret|String|Int|Boolean|List)\(/)
})
