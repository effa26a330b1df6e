import {
  neededIndexes,
  type CompositeIndex,
  type QueryShape,
  type ShapeFilter,
} from '@waypost/embedded-firestore'

/**
 * Firestore joins indexes that end in the same order: a query with several equalities is served by an index for
 * each of them (docs/decisions/004-operations-and-indexes.md). So each shape is taken apart into those.
 * https://firebase.google.com/docs/firestore/query-data/index-overview#taking_advantage_of_index_merging
 */
export const derivedIndexes = (shapes: readonly QueryShape[]): CompositeIndex[] =>
  neededIndexes(shapes.flatMap(oneEqualityEach)).indexes

function oneEqualityEach(shape: QueryShape): QueryShape[] {
  return shape.alternatives.flatMap((filters) => {
    const ordered = new Set(shape.orderBy.map(({ field }) => field))
    const isEquality = ({ field, op }: ShapeFilter) => op === 'EQUAL' && !ordered.has(field)
    const others = filters.filter((filter) => !isEquality(filter))
    const equalities = filters.filter(isEquality)
    return equalities.length < 2
      ? [{ ...shape, alternatives: [filters] }]
      : equalities.map((equality) => ({ ...shape, alternatives: [[equality, ...others]] }))
  })
}

/** Fields that queries find or order by their own index alone, as `collection.field`. */
export const fieldsOfSingleIndexes = (shapes: readonly QueryShape[]): Set<string> =>
  new Set(
    shapes
      .filter((shape) => neededIndexes([shape]).indexes.length === 0)
      .flatMap(({ collection, alternatives, orderBy }) =>
        [...alternatives.flat(), ...orderBy].map(({ field }) => `${collection}.${field}`),
      ),
  )
