import { buildIndex, firstPosition } from '../engine/sorted-index.ts'
import { compareValues, typeRank } from '../values/compare-values.ts'
import { nameField } from '../values/field-path.ts'
import type { Collection } from '../engine/database.ts'
import type { SortedIndex } from '../engine/sorted-index.ts'
import type { Value } from '../protocol/messages.ts'
import type { Operator } from './filter.ts'
import type { Query } from './query.ts'

/** A range of an index that contains every result of a query. It may contain more; the filter still applies. */
export interface IndexRange {
  readonly index: SortedIndex
  readonly from: number
  /** Exclusive. */
  readonly to: number
  /** The range is in query order, so a scan may stop at the limit. */
  readonly ordered: boolean
  readonly descending: boolean
}

/** Below this size a full scan is faster than maintaining an index. */
const worthAnIndex = 64

function indexOf(collection: Collection, fieldPath: string): SortedIndex {
  const known = collection.indexes.get(fieldPath)
  if (known) return known
  const made = buildIndex(fieldPath, collection.documents.values())
  collection.indexes.set(fieldPath, made)
  return made
}

type Bound = (index: SortedIndex, value: Value) => number
const atLeast: Bound = ({ entries }, value) =>
  firstPosition(entries, (entry) => compareValues(entry.value, value) >= 0)
const above: Bound = ({ entries }, value) =>
  firstPosition(entries, (entry) => compareValues(entry.value, value) > 0)
const typeStart: Bound = ({ entries }, value) =>
  firstPosition(entries, (entry) => typeRank(entry.value) >= typeRank(value))
const typeEnd: Bound = ({ entries }, value) =>
  firstPosition(entries, (entry) => typeRank(entry.value) > typeRank(value))

/** Which entries an operator can accept at all. Other operators narrow nothing. */
const bounds: Partial<Record<Operator, { from: Bound; to: Bound }>> = {
  EQUAL: { from: atLeast, to: above },
  LESS_THAN: { from: typeStart, to: atLeast },
  LESS_THAN_OR_EQUAL: { from: typeStart, to: above },
  GREATER_THAN: { from: above, to: typeEnd },
  GREATER_THAN_OR_EQUAL: { from: atLeast, to: typeEnd },
}

function rangeOn(collection: Collection, fieldPath: string, query: Query): IndexRange {
  const index = indexOf(collection, fieldPath)
  let from = 0
  let to = index.entries.length
  for (const { fieldPath: other, op, value } of query.required) {
    const bound = other === fieldPath ? bounds[op] : undefined
    if (!bound) continue
    from = Math.max(from, bound.from(index, value))
    to = Math.min(to, bound.to(index, value))
  }
  const [first, second] = query.orders
  const orderedHere = first?.fieldPath === fieldPath
  const ordered =
    orderedHere && (!second || (second.fieldPath === nameField && second.descending === first.descending))
  const range = { index, from, to, ordered, descending: orderedHere && first.descending }
  return orderedHere ? withinCursors(range, query) : range
}

/** Narrows the range by the first cursor value, so that paging does not scan earlier pages. */
function withinCursors(range: IndexRange, { startAt, endAt, orders }: Query): IndexRange {
  const [low, high] = orders[0]?.descending ? [endAt, startAt] : [startAt, endAt]
  const [lowest, highest] = [low?.values[0], high?.values[0]]
  return {
    ...range,
    from: lowest ? Math.max(range.from, atLeast(range.index, lowest)) : range.from,
    to: highest ? Math.min(range.to, above(range.index, highest)) : range.to,
  }
}

/** The smallest range among the usable indexes, or undefined when a full scan is as good. */
export function bestRange(collection: Collection, query: Query): IndexRange | undefined {
  if (collection.documents.size < worthAnIndex) return undefined
  const narrowing = query.required.filter(({ op }) => bounds[op]).map(({ fieldPath }) => fieldPath)
  const [first] = query.orders
  const useful =
    first && (first.fieldPath !== nameField || query.limit !== undefined) ? [first.fieldPath] : []
  const ranges = [...new Set([...useful, ...narrowing])].map((path) => rangeOn(collection, path, query))
  return ranges.sort((a, b) => a.to - a.from - (b.to - b.from))[0]
}
