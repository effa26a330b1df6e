import type { SeededRandom } from '../seeded-random.ts'
import { messageIdOf } from '../../support/meta-webhooks.ts'
import type { CorpusRow, Placeholder } from './corpus-row.ts'
import { messageRows } from './message-rows.ts'
import { newsRows } from './news-rows.ts'
import { otherRows } from './other-rows.ts'
import { statusRows } from './status-rows.ts'

/** One webhook of the corpus, as Meta would post it. */
export interface CorpusBody {
  readonly name: string
  readonly row: string
  /** Its place in the corpus: it stands for the moment at which it comes, in whatever order bodies are posted. */
  readonly place: number
  readonly json: object
  /** The message of ours that it may be about. */
  readonly messageId: string
  /** An account and a number of its own. */
  readonly own?: { readonly wabaId: string; readonly phoneNumberId: string }
}

const corpusRows: readonly CorpusRow[] = [...messageRows, ...statusRows, ...newsRows, ...otherRows]

export const shared = { wabaId: '102290129340398', phoneNumberId: '106540352242922' }
export const START_SECONDS = 1_772_366_400

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/**
 * Every row, with each of its fields absent in turn, with all its ids as numbers and all its numbers as text, and in
 * an entry that does not say when.
 */
export function corpus(rows: readonly CorpusRow[] = corpusRows): CorpusBody[] {
  let place = 0
  return rows.flatMap((row) =>
    variantsOf(JSON.parse(JSON.stringify(row.value)) as Json).map(([variant, value, entry]) =>
      bodyOf(row, { name: `${row.name}${variant}`, value, entry, place: place++ }),
    ),
  )
}

/** Every row as it is, and one of its variants. */
export const sampleOf = (bodies: readonly CorpusBody[], random: SeededRandom): CorpusBody[] =>
  [...Map.groupBy(bodies, ({ row }) => row).values()].flatMap(([whole, ...variants]) =>
    [whole, random.oneOf(variants)].filter((body) => body !== undefined),
  )

type Entry = 'whole' | 'timeless' | 'numeric'

function variantsOf(value: Json): [string, Json, Entry][] {
  return [
    ['', value, 'whole'],
    [', in an entry without time', value, 'timeless'],
    [', ids as numbers', mapLeaves(value, asNumber), 'numeric'],
    [', numbers as text', mapLeaves(value, asText), 'whole'],
    ...pathsIn(value).map((path): [string, Json, Entry] => [
      `, without ${path.join('.')}`,
      without(value, path),
      'whole',
    ]),
  ]
}

interface Variant {
  readonly name: string
  readonly value: Json
  readonly entry: Entry
  readonly place: number
}

function bodyOf({ name: row, field, stops }: CorpusRow, { name, value, entry, place }: Variant): CorpusBody {
  const own = stops && { wabaId: `9${digits(place)}`, phoneNumberId: `8${digits(place)}` }
  const { wabaId, phoneNumberId } = own ?? shared
  const time = START_SECONDS + place
  const messageId = messageIdOf(place)
  const stands: Record<Placeholder, string> = {
    $wamid: `wamid.${String(place)}`,
    $digits: `97254${digits(place).slice(-7)}`,
    $user: `IL.${digits(place)}`,
    $ours: messageId,
    $number: phoneNumberId,
    $time: String(time),
  }
  const put = (text: string) => text.replaceAll(/\$[a-z]+/g, (word) => stands[word as Placeholder])
  const filled = mapLeaves(value, (leaf) => (typeof leaf === 'string' ? put(leaf) : leaf))
  const numeric = entry === 'numeric'
  return {
    name,
    row,
    place,
    messageId,
    json: {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: numeric ? Number(wabaId) : wabaId,
          ...(entry !== 'timeless' && { time }),
          changes: [{ field, value: numeric ? mapLeaves(filled, asNumber) : filled }],
        },
      ],
    },
    ...(own && { own }),
  }
}

const digits = (place: number): string => String(place).padStart(14, '0')

const asNumber = (leaf: Json): Json =>
  typeof leaf === 'string' && /^[1-9]\d{0,14}$/.test(leaf) ? Number(leaf) : leaf
const asText = (leaf: Json): Json => (typeof leaf === 'number' ? String(leaf) : leaf)

function mapLeaves(value: Json, map: (leaf: Json) => Json): Json {
  if (Array.isArray(value)) return value.map((inner) => mapLeaves(inner, map))
  if (typeof value !== 'object' || value === null) return map(value)
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapLeaves(inner, map)]))
}

type Path = readonly (string | number)[]

function pathsIn(value: Json): Path[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const step = Array.isArray(value) ? Number(name) : name
    return [[step], ...pathsIn(inner).map((path) => [step, ...path])]
  })
}

function without(value: Json, [step, ...rest]: Path): Json {
  if (Array.isArray(value))
    return rest.length === 0
      ? value.filter((_inner, i) => i !== step)
      : value.map((inner, i) => (i === step ? without(inner, rest) : inner))
  return Object.fromEntries(
    Object.entries(value as object).flatMap(([name, inner]): [string, Json][] => {
      if (name !== step) return [[name, inner as Json]]
      return rest.length === 0 ? [] : [[name, without(inner as Json, rest)]]
    }),
  )
}
