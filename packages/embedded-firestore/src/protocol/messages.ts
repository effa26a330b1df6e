/**
 * The messages of google.firestore.v1 as the proto loader returns them: camelCase, int64 as decimal text,
 * enums by name, unset fields absent. Only fields that this server uses are declared.
 */
export interface Timestamp {
  seconds?: string
  nanos?: number
}
export type Fields = Record<string, Value>
export type Value =
  | { nullValue: 'NULL_VALUE' }
  | { booleanValue: boolean }
  | { integerValue: string }
  | { doubleValue: number }
  | { timestampValue: Timestamp }
  | { stringValue: string }
  | { bytesValue: Buffer }
  | { referenceValue: string }
  | { geoPointValue: { latitude?: number; longitude?: number } }
  | { arrayValue: { values?: Value[] } }
  | { mapValue: { fields?: Fields } }

export interface Document {
  name?: string
  fields?: Fields
  createTime?: Timestamp
  updateTime?: Timestamp
}
export interface DocumentMask {
  fieldPaths?: string[]
}
export interface Precondition {
  exists?: boolean
  updateTime?: Timestamp
}
export interface FieldTransform {
  fieldPath?: string
  setToServerValue?: string
  increment?: Value
  maximum?: Value
  minimum?: Value
  appendMissingElements?: { values?: Value[] }
  removeAllFromArray?: { values?: Value[] }
}
export interface Write {
  update?: Document
  delete?: string
  transform?: { document?: string; fieldTransforms?: FieldTransform[] }
  updateMask?: DocumentMask
  updateTransforms?: FieldTransform[]
  currentDocument?: Precondition
}
export interface WriteResult {
  updateTime?: Timestamp
  transformResults?: Value[]
}
export interface TransactionOptions {
  readOnly?: { readTime?: Timestamp }
  readWrite?: { retryTransaction?: Buffer }
}

/** Consistency of a read: in a transaction, in a new one, at a past time, or (none set) the newest state. */
export interface Consistency {
  transaction?: Buffer
  newTransaction?: TransactionOptions
  readTime?: Timestamp
}

interface FieldReference {
  fieldPath?: string
}
export interface FieldFilter {
  field?: FieldReference
  op?: string
  value?: Value
}
export interface UnaryFilter {
  op?: string
  field?: FieldReference
}
export interface Filter {
  compositeFilter?: { op?: string; filters?: Filter[] }
  fieldFilter?: FieldFilter
  unaryFilter?: UnaryFilter
}
export interface Cursor {
  values?: Value[]
  before?: boolean
}
export interface FindNearest {
  vectorField?: FieldReference
  queryVector?: Value
  distanceMeasure?: string
  limit?: { value?: number }
  distanceResultField?: string
  distanceThreshold?: { value?: number }
}
export interface StructuredQuery {
  select?: { fields?: FieldReference[] }
  from?: { collectionId?: string; allDescendants?: boolean }[]
  where?: Filter
  orderBy?: { field?: FieldReference; direction?: string }[]
  startAt?: Cursor
  endAt?: Cursor
  offset?: number
  limit?: { value?: number }
  findNearest?: FindNearest
}
export interface Aggregation {
  count?: { upTo?: { value?: string } }
  sum?: { field?: FieldReference }
  avg?: { field?: FieldReference }
  alias?: string
}
export interface StructuredAggregationQuery {
  structuredQuery?: StructuredQuery
  aggregations?: Aggregation[]
}
