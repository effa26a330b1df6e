import type { CompositeIndex, IndexField } from '../indexes/index-set.ts'
import type { QueryShape, ShapeFilter } from './query-shapes.ts'

/** An entry of `fieldOverrides`: a single-field index that is not created automatically. */
export interface FieldOverride {
  readonly collectionGroup: string
  readonly fieldPath: string
  readonly queryScope: 'COLLECTION_GROUP'
  readonly index: IndexField
}

export interface NeededIndexes {
  readonly indexes: CompositeIndex[]
  /** Single-field indexes of collection group scope; add each to the field's override in firestore.indexes.json. */
  readonly fieldOverrides: FieldOverride[]
}

const name = '__name__'
const isArrayOp = ({ op }: ShapeFilter) => op === 'ARRAY_CONTAINS' || op === 'ARRAY_CONTAINS_ANY'
const isEquality = ({ op }: ShapeFilter) => op === 'EQUAL' || op === 'IN'

/** Fields whose order the index must give: explicit orders, ranges, and what is summed (each once). */
export function orderedFields(shape: QueryShape): IndexField[] {
  const ordered: IndexField[] = shape.orderBy.map(({ field, direction }) => ({
    fieldPath: field,
    order: direction,
  }))
  for (const field of shape.aggregated)
    if (!ordered.some(({ fieldPath }) => fieldPath === field))
      ordered.push({ fieldPath: field, order: 'ASCENDING' })
  return ordered
}

function indexFields(shape: QueryShape, filters: readonly ShapeFilter[]): IndexField[] {
  const ordered = orderedFields(shape)
  const sorts = new Set(ordered.map(({ fieldPath }) => fieldPath))
  const equal = filters.filter(
    (filter) => isEquality(filter) && filter.field !== name && !sorts.has(filter.field),
  )
  return [...new Set(filters.filter(isArrayOp).map(({ field }) => field))]
    .map((fieldPath): IndexField => ({ fieldPath, arrayConfig: 'CONTAINS' }))
    .concat(
      [...new Set(equal.map(({ field }) => field))].map((fieldPath) => ({ fieldPath, order: 'ASCENDING' })),
    )
    .concat(ordered)
}

/** Equalities and array memberships alone are answered by joining the automatic single-field indexes. */
function needsComposite(shape: QueryShape, fields: readonly IndexField[]): boolean {
  return fields.length > 1 && orderedFields(shape).length > 0
}

function addShape(
  shape: QueryShape,
  needed: { indexes: Map<string, CompositeIndex>; overrides: Map<string, FieldOverride> },
) {
  for (const filters of shape.alternatives) {
    const fields = indexFields(shape, filters)
    const at = { collectionGroup: shape.collection, queryScope: shape.scope }
    if (needsComposite(shape, fields)) needed.indexes.set(JSON.stringify([at, fields]), { ...at, fields })
    else if (shape.scope === 'COLLECTION_GROUP')
      for (const index of fields.filter(({ fieldPath }) => fieldPath !== name)) {
        const { fieldPath } = index
        const override = { collectionGroup: shape.collection, fieldPath, queryScope: shape.scope, index }
        needed.overrides.set(JSON.stringify(override), override)
      }
  }
}

/**
 * The indexes that these queries need in production and that are not created automatically
 * (https://firebase.google.com/docs/firestore/query-data/index-overview): a composite index wherever a range or an
 * order meets another field, and any index over a collection group.
 */
export function neededIndexes(shapes: readonly QueryShape[]): NeededIndexes {
  const needed = { indexes: new Map<string, CompositeIndex>(), overrides: new Map<string, FieldOverride>() }
  for (const shape of shapes) addShape(shape, needed)
  return { indexes: [...needed.indexes.values()], fieldOverrides: [...needed.overrides.values()] }
}
