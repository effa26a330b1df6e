import type { Condition, FilterTree, Operator } from '../queries/filter.ts'
import type { Query } from '../queries/query.ts'

/** One comparison without its value. */
export interface ShapeFilter {
  readonly field: string
  readonly op: Operator
}

/** A query without its values: everything that determines its index in production. */
export interface QueryShape {
  readonly collection: string
  readonly scope: 'COLLECTION' | 'COLLECTION_GROUP'
  /** A list per way to match: filters with `or` need an index for each of their ways. */
  readonly alternatives: readonly (readonly ShapeFilter[])[]
  /** Explicit and implied orders; `__name__` only where its direction differs from the default. */
  readonly orderBy: readonly { readonly field: string; readonly direction: 'ASCENDING' | 'DESCENDING' }[]
  /** Fields that are summed or averaged. */
  readonly aggregated: readonly string[]
}

/** The filter as a list of alternatives, each a list of conditions that must all hold. */
function alternativesOf(tree: FilterTree): Condition[][] {
  if (tree.kind === 'condition') return [[tree.condition]]
  if (tree.kind === 'or') return tree.parts.flatMap(alternativesOf)
  return tree.parts
    .map(alternativesOf)
    .reduce((sofar, next) => sofar.flatMap((left) => next.map((right) => [...left, ...right])), [[]])
}

function shapeFilters(conditions: readonly Condition[]): ShapeFilter[] {
  const all = conditions.map(({ fieldPath, op }) => ({ field: fieldPath, op }))
  const distinct = new Map(all.map((filter) => [`${filter.field} ${filter.op}`, filter]))
  return [...distinct.keys()].sort().flatMap((key) => distinct.get(key) ?? [])
}

function ordersOf({ orders }: Query): QueryShape['orderBy'] {
  const named = orders.at(-1)
  const before = orders.at(-2)
  const obvious = named?.fieldPath === '__name__' && named.descending === (before?.descending ?? false)
  return (obvious ? orders.slice(0, -1) : orders).map(({ fieldPath, descending }) => ({
    field: fieldPath,
    direction: descending ? 'DESCENDING' : 'ASCENDING',
  }))
}

/** The shape of a query, or undefined for those over every collection, which need no index of their own. */
export function shapeOf(query: Query, aggregated: readonly string[] = []): QueryShape | undefined {
  if (query.collectionId === undefined) return undefined
  return {
    collection: query.collectionId,
    scope: query.allDescendants ? 'COLLECTION_GROUP' : 'COLLECTION',
    alternatives: query.filter ? alternativesOf(query.filter).map(shapeFilters) : [[]],
    orderBy: ordersOf(query),
    aggregated,
  }
}

/** Collects every distinct shape. */
export interface ShapeRecorder {
  /** Returns the same object for the same shape. */
  record(query: Query, aggregated?: readonly string[]): QueryShape | undefined
  shapes(): QueryShape[]
}

/** Creates an empty recorder. */
export function createShapeRecorder(): ShapeRecorder {
  const seen = new Map<string, QueryShape>()
  return {
    record(query, aggregated) {
      const shape = shapeOf(query, aggregated)
      if (!shape) return undefined
      const key = JSON.stringify(shape)
      const known = seen.get(key) ?? shape
      seen.set(key, known)
      return known
    },
    shapes: () => [...seen.values()],
  }
}
