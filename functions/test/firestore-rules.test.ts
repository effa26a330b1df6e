import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

/**
 * Google's evaluator of rules needs Java and a download. Rules that allow nothing need none: it is enough to
 * read that nothing is allowed. The run on the official emulator asks them for real.
 */
interface Node {
  readonly type: string
  /** Of a leaf; other nodes have children. */
  readonly tokenList?: Iterable<{ readonly value: string }>
  readonly children?: readonly Node[]
  readonly path?: Node
  readonly body?: Node | readonly Node[]
}
interface Firetree {
  setupContext(): object
  parse(context: object, source: { string: string }): Promise<Node>
}
const { parse, setupContext } = createRequire(import.meta.url)('firetree') as Firetree

const rules = readFileSync(resolve(import.meta.dirname, '../../firestore.rules'), 'utf8')

const textOf = ({ tokenList = [], children = [] }: Node): string =>
  [...Array.from(tokenList, ({ value }) => value), ...children.map(textOf)].join('')
const written = (node: Node): string => textOf(node).replaceAll(/\s+/g, ' ').trim()

/** Every statement that could open something, outermost first: a match by its path, the others in full. */
function statements(node: Node): string[] {
  const inner = [node.body ?? []].flat().flatMap(statements)
  if (node.type === 'MatchStatement' && node.path) return [`match ${written(node.path)}`, ...inner]
  if (node.type === 'ServiceStatement' || node.type === 'Program' || node.type === 'BlockStatement')
    return inner
  return [written(node)]
}

const closed = [
  "rules_version = '2';",
  'match /databases/{database}/documents',
  'match /{document=**}',
  'allow read, write: if false;',
]

const statementsOf = async (string: string): Promise<string[]> =>
  statements(await parse(setupContext(), { string }))

it('closes the whole database to clients, and opens nothing anywhere', async () => {
  expect(await statementsOf(rules)).toEqual(closed)
})

it.each([
  ['if false', 'if true'],
  ['if false', 'if request.auth != null'],
  ['allow read, write', 'allow read'],
  ['{document=**}', '{document}'],
  ['match /{document=**}', 'match /messages/{id} { allow read: if true; }\n match /{document=**}'],
  ['allow read, write: if false;', 'allow read, write: if false;\n allow get: if true;'],
  ["rules_version = '2';", "rules_version = '1';"],
])('would notice %j turned into %j', async (from, to) => {
  expect(rules).toContain(from)
  expect(await statementsOf(rules.replace(from, to))).not.toEqual(closed)
})
