import { readFileSync, readdirSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

/**
 * The architecture, read off the imports. A module may import its own files and modules named before it;
 * the suffix of a file says what it may touch.
 */
const modules = [
  'kernel',
  'search',
  'http',
  'audit',
  'rate-limits',
  'auth',
  'events',
  'sessions',
  'graph',
  'templates',
  'messages',
  'media',
  'dispatch',
  'send',
  'outbox',
  'stats',
  'conversations',
  'consent',
  'erasure',
  'deliveries',
  'intake',
  'inbox',
  'api',
]
const MAX_FILES = 40
const entryPoints = ['http', 'trigger', 'task', 'schedule']
const adapters = ['firestore', 'undici', 'firebase', 'system', 'random']
/** The root files, which see all modules, as the composition does. */
const rootFiles = /^(index|config|function-loader)\.ts$/
/** Joins modules and adapters: imports all of them, and only the root files import it. */
const COMPOSITION = 'composition'
/** Hashing and compressing are plain: same input, same output. */
const effects = /^(firebase-|undici|node:(?!crypto$|zlib$)|hono|@hono)/

const src = resolve(import.meta.dirname, '../src')
const read = (file: string) => readFileSync(resolve(src, file), 'utf8')
const suffix = (file: string) => /\.([a-z]+)\.ts$/.exec(file)?.[1] ?? 'plain'
const moduleOf = (file: string) => file.split('/')[0] ?? ''
const moduleIndex = (file: string) => (file.includes('/') ? modules.indexOf(moduleOf(file)) : Infinity)
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
)
const moduleFiles = files.filter((file) => file.includes('/') && moduleOf(file) !== COMPOSITION)
const imports = moduleFiles.flatMap((from) =>
  ts.preProcessFile(read(from), true, true).importedFiles.map(({ fileName: to }) => ({
    from,
    to: to.startsWith('.') ? relative(src, resolve(src, dirname(from), to)) : to,
  })),
)
const local = imports.filter(({ to }) => to.endsWith('.ts'))

it('has only the known files at the root', () => {
  for (const file of files.filter((name) => !name.includes('/'))) expect(file).toMatch(rootFiles)
})

it('has a composition of small files', () => {
  const count = files.filter((file) => moduleOf(file) === COMPOSITION).length
  expect(count).toBeGreaterThan(0)
  expect(count).toBeLessThanOrEqual(MAX_FILES)
})

it.each(modules)(`%s has between 1 and ${String(MAX_FILES)} files`, (name) => {
  const count = moduleFiles.filter((file) => moduleOf(file) === name).length
  expect(count).toBeGreaterThan(0)
  expect(count).toBeLessThanOrEqual(MAX_FILES)
})

it.each(moduleFiles)('%s has a known module and suffix', (file) => {
  expect(moduleIndex(file)).toBeGreaterThanOrEqual(0)
  expect(['plain', ...entryPoints, ...adapters]).toContain(suffix(file))
})

it.each(imports.filter(({ from }) => suffix(from) === 'plain'))(
  'plain $from does not import $to with effects',
  ({ to }) => {
    expect(to).not.toMatch(effects)
  },
)

it.each(local)('$from may import $to', ({ from, to }) => {
  expect(moduleIndex(to)).toBeLessThanOrEqual(moduleIndex(from))
  if (suffix(from) === 'plain') expect(suffix(to)).toBe('plain')
  // An adapter may build on another of its own technology; otherwise only the composition imports adapters.
  if (adapters.includes(suffix(to))) expect([suffix(to), 'firestore']).toContain(suffix(from))
})

it.each(moduleFiles.filter((file) => suffix(file) === 'plain'))(
  '%s takes time, randomness and configuration as arguments',
  (file) => {
    expect(read(file)).not.toMatch(
      /Date\.now\(|new Date\(\)|Math\.random\(|random(UUID|Bytes|Int)|getRandomValues|process\.env|\bfetch\(|from '(fs|http|https|net)'|performance\.now/,
    )
  },
)

it.each(files.filter((file) => file !== 'config.ts'))('%s leaves params and secrets to config.ts', (file) => {
  expect(read(file)).not.toMatch(/firebase-functions\/params|define(Secret|String|Int|Boolean|List)\(/)
})
