import { invalid } from '../protocol/status.ts'
import { formatFieldPath, nameField, parseFieldPath, valueAt } from '../values/field-path.ts'
import { compareText } from '../values/text-order.ts'
import { checkQueryLimits } from './query-limits.ts'
import { compileFilter, conditionsOf, inequalities, parseFilter, requiredConditions } from './filter.ts'
import type { FieldPath } from '../values/field-path.ts'
import type { Cursor, FindNearest, StructuredQuery, Value } from '../protocol/messages.ts'
import type { StoredDocument } from '../engine/document.ts'
import type { Condition, FilterTree } from './filter.ts'

export interface Order {
  readonly fieldPath: string
  readonly field: FieldPath
  readonly descending: boolean
}

/** A place in the order of the results: before or after the documents that have these values. */
export interface Position {
  readonly values: readonly Value[]
  readonly before: boolean
}

/** A structured query, checked and completed with the orders it implies. */
export interface Query {
  /** Path of the document under which collections are looked for; '' is the root. */
  readonly parent: string
  /** Undefined: every collection, as recursive deletes request. */
  readonly collectionId: string | undefined
  readonly allDescendants: boolean
  readonly filter: FilterTree | undefined
  readonly matches: (document: StoredDocument) => boolean
  /** Conditions that every result meets; usable to choose an index range. */
  readonly required: readonly Condition[]
  /** Ends with `__name__`, so that the order is total. */
  readonly orders: readonly Order[]
  readonly startAt: Position | undefined
  readonly endAt: Position | undefined
  readonly offset: number
  readonly limit: number | undefined
  /** Undefined: whole documents. */
  readonly projection: readonly FieldPath[] | undefined
  readonly nearest: FindNearest | undefined
}

function explicitOrders({ orderBy = [] }: StructuredQuery): Order[] {
  return orderBy.map(({ field, direction }) => {
    const parsed = parseFieldPath(field?.fieldPath ?? '')
    return { field: parsed, fieldPath: formatFieldPath(parsed), descending: direction === 'DESCENDING' }
  })
}

/** Ranges order by their fields (in the order of names) after the explicit orders; the name breaks ties. */
function completeOrders(explicit: readonly Order[], filter: FilterTree | undefined): Order[] {
  const descending = explicit.at(-1)?.descending ?? false
  const ranged = filter ? conditionsOf(filter).filter(({ op }) => inequalities.has(op)) : []
  const implied = ranged.map(({ field }) => formatFieldPath(field)).sort(compareText)
  const orders = [...explicit]
  for (const fieldPath of [...implied.filter((path) => path !== nameField), nameField])
    if (!orders.some((order) => order.fieldPath === fieldPath))
      orders.push({ fieldPath, field: parseFieldPath(fieldPath), descending })
  return orders
}

function position(cursor: Cursor | undefined, orders: readonly Order[]): Position | undefined {
  if (!cursor) return undefined
  const values = cursor.values ?? []
  if (values.length > orders.length) throw invalid('A cursor has more values than the query has orders.')
  return { values, before: cursor.before ?? false }
}

/** Documents without an ordering field do not match. */
function testOf(filter: FilterTree | undefined, orders: readonly Order[]): Query['matches'] {
  const accepts = filter ? compileFilter(filter) : () => true
  const fields = orders.filter(({ fieldPath }) => fieldPath !== nameField).map(({ field }) => field)
  return (document) =>
    fields.every((field) => valueAt(document.fields, field) !== undefined) && accepts(document)
}

const projectionOf = ({ select }: StructuredQuery) =>
  select?.fields?.map(({ fieldPath }) => parseFieldPath(fieldPath ?? ''))

function amount(value: number | undefined, what: string): number | undefined {
  if (value !== undefined && value < 0) throw invalid(`The ${what} of a query must not be negative.`)
  return value
}

/** Reads and checks a structured query under a parent path; throws INVALID_ARGUMENT. */
export function parseQuery(parent: string, structured: StructuredQuery = {}): Query {
  const [from, ...more] = structured.from ?? []
  if (more.length > 0) throw invalid('A query selects from one collection or collection group.')
  const filter = structured.where && parseFilter(structured.where)
  if (filter) checkQueryLimits(filter)
  const orders = completeOrders(explicitOrders(structured), filter)
  return {
    parent,
    collectionId: from?.collectionId || undefined,
    allDescendants: from ? (from.allDescendants ?? false) : true,
    filter,
    matches: testOf(filter, orders),
    required: filter ? requiredConditions(filter) : [],
    orders,
    startAt: position(structured.startAt, orders),
    endAt: position(structured.endAt, orders),
    offset: amount(structured.offset, 'offset') ?? 0,
    limit: amount(structured.limit && (structured.limit.value ?? 0), 'limit'),
    projection: projectionOf(structured),
    nearest: structured.findNearest,
  }
}
