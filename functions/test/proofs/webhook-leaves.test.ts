import { expect, it } from 'vitest'
import type { IntakeWrite } from '../../src/intake/intake-writes.ts'
import { storeBody } from '../../src/intake/receive-webhook.ts'
import { corpus, type CorpusBody } from './corpus/corpus.ts'
import besideMessages from './corpus/cases/unknown-lists-beside-messages.json' with { type: 'json' }
import withoutType from './corpus/cases/message-without-type.json' with { type: 'json' }

/** Nothing is dropped: each leaf of each shape stands in a document, or the bytes are kept whole. */
type Path = readonly string[]
interface Leaf {
  readonly path: Path
  readonly value: unknown
}

const leavesOf = (value: unknown, path: Path = []): Leaf[] =>
  typeof value !== 'object' || value === null
    ? [{ path, value }]
    : Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]))

/** What says whom a change is about: stored as fields of the document, or known of the message. */
const address = [
  /^object$/,
  /^entry\.\d+\.(id|time)$/,
  /^entry\.\d+\.changes\.\d+\.field$/,
  /\.value\.messaging_product$/,
  /\.value\.metadata\.(display_phone_number|phone_number_id)$/,
]

const isAddress = ({ path, value }: Leaf): boolean =>
  (typeof value === 'string' || typeof value === 'number') &&
  address.some((pattern) => pattern.test(path.join('.')))

const wordOf = ({ path, value }: Leaf): string =>
  JSON.stringify([path.findLast((step) => !/^\d+$/.test(step)), value])

const countWords = (leaves: readonly Leaf[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const leaf of leaves) counts.set(wordOf(leaf), (counts.get(wordOf(leaf)) ?? 0) + 1)
  return counts
}

/** Takes a body in; answers the leaves that stand nowhere. */
async function lostLeaves(json: unknown): Promise<string[]> {
  const writes: IntakeWrite[] = []
  const unreadable = await storeBody(json, {
    now: new Date(0),
    async writeAll(some) {
      writes.push(...some)
      return some.map(() => 'written' as const)
    },
  })
  if (unreadable.length > 0) return []
  const texts = writes.flatMap((write) =>
    write.kind === 'merge'
      ? write.entries.flatMap(({ raw, contacts }) => [raw, contacts])
      : [write.fields['item'], write.fields['contacts']],
  )
  const stored = countWords(texts.flatMap((text) => leavesOf(JSON.parse(String(text ?? '[]')))))
  const posted = countWords(leavesOf(json).filter((leaf) => !isAddress(leaf)))
  return [...posted].filter(([word, count]) => (stored.get(word) ?? 0) < count).map(([word]) => word)
}

const faultsOf = async (bodies: readonly { name: string; json: unknown }[]): Promise<string[]> => {
  const faults: string[] = []
  for (const { name, json } of bodies)
    for (const lost of await lostLeaves(json)) faults.push(`${name}: ${lost}`)
  return faults
}

/** The body with something of tomorrow in each of its objects, one after the other. */
function withUnknownFields({ name, json }: CorpusBody): { name: string; json: unknown }[] {
  const count = objectsIn(json).length
  return Array.from({ length: count }, (_, i) => {
    const changed = structuredClone(json)
    const object = objectsIn(changed)[i] ?? {}
    object['a_field_of_tomorrow'] = `leaf ${String(i)}`
    object['a_list_of_tomorrow'] = [{ x: `listed ${String(i)}` }]
    object['calls'] ??= [{ id: `call ${String(i)}` }]
    return { name: `${name}, with unknown fields in object ${String(i)}`, json: changed }
  })
}

function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(objectsIn)
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner]
}

it('keeps every leaf of every shape of the corpus', async () => {
  expect(await faultsOf(corpus())).toEqual([])
})

it('keeps what Meta may add tomorrow, in any object of any webhook', async () => {
  const whole = corpus().filter(({ name, row }) => name === row)
  expect(whole.length).toBeGreaterThan(100)
  expect(await faultsOf(whole.flatMap(withUnknownFields))).toEqual([])
})

it.each([
  ['lists beside messages', besideMessages],
  ['messages without a type', withoutType],
])('keeps every leaf of %s', async (_name, json) => {
  expect(await lostLeaves(json)).toEqual([])
})
