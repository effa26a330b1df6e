export { startEmbeddedFirestore } from './server/embedded-firestore.ts'
export type { EmbeddedFirestore, EmbeddedFirestoreOptions } from './server/embedded-firestore.ts'
export type { Trigger } from './events/trigger.ts'
export type { InjectedFailure } from './observation/failure-injector.ts'
export type { BilledOperations, OperationCounts } from './observation/usage-meter.ts'
export type { QueryShape, ShapeFilter } from './observation/query-shapes.ts'
export { neededIndexes } from './observation/needed-indexes.ts'
export type {
  CompositeIndex,
  FieldOverride,
  IndexField,
  NeededIndexes,
} from './observation/needed-indexes.ts'
