import type { Trigger } from '../events/trigger.ts'
import type { InjectedFailure } from '../observation/failure-injector.ts'
import type { OperationCounts } from '../observation/usage-meter.ts'
import type { QueryShape } from '../observation/query-shapes.ts'

/** What can be asked of the server beside the protocol. */
export interface FirestoreControls {
  /** Starts telling a function of documents; a trigger with a known id takes its place. */
  addTrigger(trigger: Trigger): void
  counts(): OperationCounts
  resetCounts(): void
  /** Makes coming calls fail. */
  failNext(order: InjectedFailure): void
  /** Every distinct shape of query run so far; neededIndexes derives the composite indexes from them. */
  queryShapes(): QueryShape[]
  /** Removes every document of a project, or of all, without an event. */
  clear(project?: string): void
  /** Resolves when no event is queued, on its way, or waiting for its next attempt. */
  eventsIdle(): Promise<void>
}
