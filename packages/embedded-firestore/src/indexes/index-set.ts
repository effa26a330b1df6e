import { formatFieldPath, parseFieldPath } from '../values/field-path.ts'

/** One field of an index, as firestore.indexes.json writes it. */
export type IndexField =
  | { readonly fieldPath: string; readonly order: 'ASCENDING' | 'DESCENDING' }
  | { readonly fieldPath: string; readonly arrayConfig: 'CONTAINS' }

export type QueryScope = 'COLLECTION' | 'COLLECTION_GROUP'

/** An entry of `indexes` in firestore.indexes.json. */
export interface CompositeIndex {
  readonly collectionGroup: string
  readonly queryScope: QueryScope
  readonly fields: readonly IndexField[]
}

type SingleFieldIndex = (
  { readonly order: 'ASCENDING' | 'DESCENDING' } | { readonly arrayConfig: 'CONTAINS' }
) & { readonly queryScope: QueryScope }

/** What this package reads of firestore.indexes.json. */
export interface IndexFile {
  readonly indexes?: readonly CompositeIndex[]
  readonly fieldOverrides?: readonly {
    readonly collectionGroup: string
    /** `*` stands for every field of the collection without an override of its own. */
    readonly fieldPath: string
    readonly indexes: readonly SingleFieldIndex[]
  }[]
}

/** The indexes of a database: those of firestore.indexes.json and the automatic ones. */
export interface IndexSet {
  /** Composite indexes of a collection id. */
  composites(collection: string): readonly CompositeIndex[]
  /** Single-field indexes of one field. */
  singles(collection: string, fieldPath: string): readonly CompositeIndex[]
}

/** https://firebase.google.com/docs/firestore/query-data/index-overview#automatic_indexing */
const automatic: readonly SingleFieldIndex[] = [
  { order: 'ASCENDING', queryScope: 'COLLECTION' },
  { order: 'DESCENDING', queryScope: 'COLLECTION' },
  { arrayConfig: 'CONTAINS', queryScope: 'COLLECTION' },
]

/** The field and the maps around it, innermost first: subfields of a map inherit its settings. */
function settingNames(fieldPath: string): string[] {
  const path = parseFieldPath(fieldPath)
  return [...path.map((_, i) => formatFieldPath(path.slice(0, path.length - i))), '*']
}

/** The indexes that a file defines; an empty file leaves the automatic ones. */
export function createIndexSet({ indexes = [], fieldOverrides = [] }: IndexFile): IndexSet {
  const composites = Map.groupBy(indexes, ({ collectionGroup }) => collectionGroup)
  const overrides = new Map(
    fieldOverrides.map((one) => [`${one.collectionGroup} ${one.fieldPath}`, one.indexes]),
  )
  const known = new Map<string, readonly CompositeIndex[]>()
  const find = (collection: string, fieldPath: string): CompositeIndex[] => {
    const name = settingNames(fieldPath).find((one) => overrides.has(`${collection} ${one}`))
    const found = (name !== undefined && overrides.get(`${collection} ${name}`)) || automatic
    return found.map(({ queryScope, ...kind }) => ({
      collectionGroup: collection,
      queryScope,
      fields: [{ fieldPath, ...kind }],
    }))
  }
  return {
    composites: (collection) => composites.get(collection) ?? [],
    singles(collection, fieldPath) {
      const key = `${collection} ${fieldPath}`
      const singles = known.get(key) ?? find(collection, fieldPath)
      // Documents with ever new field names must not fill the memory.
      if (known.size < 10_000) known.set(key, singles)
      return singles
    },
  }
}
