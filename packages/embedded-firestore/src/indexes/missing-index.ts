import { nameField } from '../values/field-path.ts'
import type { QueryShape, ShapeFilter } from '../observation/query-shapes.ts'
import { orderedFields, neededIndexes } from '../observation/needed-indexes.ts'
import type { CompositeIndex, IndexField, IndexSet } from './index-set.ts'

/** The part of an index or query that its last order determines: ties are broken by name in the same direction. */
function withNameOrder(fields: readonly IndexField[]): IndexField[] {
  const last = fields.at(-1)
  if (last?.fieldPath === nameField) return [...fields]
  const order = last && 'order' in last ? last.order : 'ASCENDING'
  return [...fields, { fieldPath: nameField, order }]
}

const memberKey = (field: string) => `${field} CONTAINS`
const textOf = (field: IndexField) =>
  'order' in field ? `${field.fieldPath} ${field.order}` : memberKey(field.fieldPath)

/** What one alternative of a query asks of its indexes. */
interface Demand {
  /** Fields compared for equality, and arrays searched for a member: they come first in an index, in any order. */
  readonly points: ReadonlySet<string>
  /** The order in which the rest must be indexed; ends with the name. */
  readonly sort: readonly string[]
}

const isMember = ({ op }: ShapeFilter) => op === 'ARRAY_CONTAINS' || op === 'ARRAY_CONTAINS_ANY'
const isEquality = ({ op }: ShapeFilter) => op === 'EQUAL' || op === 'IN'

function demandOf(shape: QueryShape, filters: readonly ShapeFilter[]): Demand {
  const equal = new Set(filters.filter(isEquality).map(({ field }) => field))
  // An order by a field with one value orders nothing.
  const sort = orderedFields(shape).filter(({ fieldPath }) => !equal.has(fieldPath))
  const members = filters.filter(isMember).map(({ field }) => memberKey(field))
  return {
    points: new Set([...[...equal].filter((field) => field !== nameField), ...members]),
    sort: withNameOrder(sort).map(textOf),
  }
}

/** The points an index covers, or undefined when it cannot serve the demand. */
function covered({ fields }: CompositeIndex, { points, sort }: Demand): string[] | undefined {
  const all = withNameOrder(fields)
  const first = all.slice(0, all.length - sort.length)
  const rest = all.slice(first.length).map(textOf)
  if (rest.length !== sort.length || rest.some((text, i) => text !== sort[i])) return undefined
  const keys = first.map((field) => ('order' in field ? field.fieldPath : textOf(field)))
  return keys.every((key) => points.has(key)) ? keys : undefined
}

/** Indexes are merged: together they must cover every point, and each must end in the order asked for. */
function isServed(demand: Demand, candidates: readonly CompositeIndex[]): boolean {
  const { points, sort } = demand
  if (points.size === 0 && sort.length === 1 && sort[0] === `${nameField} ASCENDING`) return true
  const serving = candidates.flatMap((index) => covered(index, demand) ?? [])
  if (points.size > 0) return [...points].every((point) => serving.includes(point))
  return candidates.some((index) => covered(index, demand))
}

function candidatesFor(shape: QueryShape, indexes: IndexSet): CompositeIndex[] {
  const { collection } = shape
  const fields = [...shape.alternatives.flat(), ...shape.orderBy].map(({ field }) => field)
  const named = [...new Set([...fields, ...shape.aggregated])].filter((field) => field !== nameField)
  return [
    ...indexes.composites(collection),
    ...named.flatMap((field) => indexes.singles(collection, field)),
  ].filter(({ queryScope }) => queryScope === shape.scope)
}

/**
 * An index that would serve what no index of the set serves, or undefined when production can run the query.
 * https://firebase.google.com/docs/firestore/query-data/index-overview#taking_advantage_of_index_merging
 */
export function missingIndex(shape: QueryShape, indexes: IndexSet): CompositeIndex | undefined {
  const candidates = candidatesFor(shape, indexes)
  const filters = shape.alternatives.find((one) => !isServed(demandOf(shape, one), candidates))
  if (!filters) return undefined
  const wanted = neededIndexes([{ ...shape, alternatives: [filters] }]).indexes[0]
  if (wanted) return wanted
  return unservedField(shape, { filters, candidates })
}

/** Of a query that single-field indexes serve by default: the first field without one. */
function unservedField(
  shape: QueryShape,
  { filters, candidates }: { filters: readonly ShapeFilter[]; candidates: readonly CompositeIndex[] },
): CompositeIndex {
  const serving = candidates.flatMap((index) => covered(index, demandOf(shape, filters)) ?? [])
  const points = filters
    .filter((filter) => isEquality(filter) || isMember(filter))
    .map((filter): [string, IndexField] =>
      isMember(filter)
        ? [memberKey(filter.field), { fieldPath: filter.field, arrayConfig: 'CONTAINS' }]
        : [filter.field, { fieldPath: filter.field, order: 'ASCENDING' }],
    )
  const point = points.find(([key]) => !serving.includes(key))?.[1]
  const fields = point ? [point] : orderedFields(shape)
  return { collectionGroup: shape.collection, queryScope: shape.scope, fields }
}

/** The refusal's text: what to add to the index file. */
export function describeMissingIndex({ fields, ...at }: CompositeIndex): string {
  const [only, ...more] = fields
  if (!only || more.length > 0 || only.fieldPath === nameField)
    return `The query requires an index. Add it to "indexes" of firestore.indexes.json: ${JSON.stringify({ ...at, fields })}`
  const { fieldPath, ...kind } = only
  const index = JSON.stringify({ ...kind, queryScope: at.queryScope })
  return `The query requires an index. Add it to "fieldOverrides" of firestore.indexes.json, for the field ${fieldPath} of ${at.collectionGroup}: ${index}`
}
