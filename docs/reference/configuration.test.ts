import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { params, secrets } from '../../functions/src/config.ts'
import { page, withTables } from './configuration-table.ts'

const text = readFileSync(page, 'utf8')
const src = join(import.meta.dirname, '../../functions/src')
const source = (file: string) => readFileSync(join(src, file), 'utf8')

it('says what config.ts says (else run: node docs/reference/configuration-table.ts)', () => {
  expect(text).toBe(withTables(text))
})

it.each([...Object.values(params), ...Object.values(secrets)].map(({ name }) => name))(
  'has one row for %s',
  (name) => {
    expect(text.split('\n').filter((line) => line.startsWith(`| \`${name}\``))).toHaveLength(1)
  },
)

it('names every variable that config.ts reads from the environment itself', () => {
  for (const [, name = ''] of source('config.ts').matchAll(/process\.env(?:\.|\[')([A-Z_]+)/g))
    expect(text).toContain(`\`${name}`)
})

it.each(Object.entries(params))('%s is a setting that something reads', (key) => {
  const composition = readdirSync(join(src, 'composition')).map((name) => `composition/${name}`)
  const readers = ['config.ts', 'index.ts', ...composition]
  expect(readers.map(source).join('\n')).toMatch(new RegExp(`params\\.${key}\\b`))
})
