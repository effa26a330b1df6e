import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sampleDatabase, type SampleDatabase } from './support/sample-documents.ts'

const root = resolve(import.meta.dirname, '../..')
const page = readFileSync(resolve(root, 'docs/reference/firestore.md'), 'utf8')

/** The fields in the table of each section, by collection. */
const documented = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [, name = ''] = /^(\w+)/.exec(section) ?? []
      return [name, Array.from(section.matchAll(/^\| `(\w+)` \|/gm), ([, field = '']) => field)] as const
    })
    .filter(([, fields]) => fields.length > 0),
)

let database: SampleDatabase
beforeAll(async () => {
  database = await sampleDatabase()
}, 60_000)
afterAll(() => database.close())

it('describes exactly the fields that the code writes, collection by collection', async () => {
  const written = [...(await database.documents())].map(([name, fields]) => [
    name,
    Object.keys(fields).toSorted(),
  ])
  const described = [...documented].map(([name, fields]) => [name, fields.toSorted()])
  // The outbox is the app's own: we write one field of it.
  const expected = [...written, ['outbox', ['delivery']]]
  expect(Object.fromEntries(described)).toEqual(Object.fromEntries(expected))
})

it('lists every collection at the top', () => {
  const listed = Array.from(page.matchAll(/^\| \[`(\w+)`\]\(#(\w+)\) \|/gm), ([, name = '']) => name)
  expect(listed).toEqual([...documented.keys()])
})

it('knows every collection that the code names', () => {
  const src = resolve(root, 'functions/src')
  const named = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(?<!\.test)\.ts$/.test(path))
    .flatMap((path) => [...readFileSync(resolve(src, path), 'utf8').matchAll(NAMED)])
    .map(([, first, second, third]) => first ?? second ?? third)
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((name) => name === undefined || !documented.has(name))).toEqual([])
})

/** `collection('x')`, the path of a document to create, the pattern of a trigger. */
const NAMED = /collection\('(\w+)'\)|path: `(\w+)\/\$|document: '(\w+)\/\{/g
