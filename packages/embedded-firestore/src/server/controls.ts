import type { Trigger } from '../events/trigger.ts'
import type { InjectedFailure } from '../observation/failure-injector.ts'
import type { OperationCounts } from '../observation/usage-meter.ts'
import type { QueryShape } from '../observation/query-shapes.ts'

/** Controls beside the protocol, for tests. */
export interface FirestoreControls {
  /** Registers a trigger; one with a known id replaces the earlier one. */
  addTrigger(trigger: Trigger): void
  counts(): OperationCounts
  resetCounts(): void
  /** Makes the next calls fail. */
  failNext(order: InjectedFailure): void
  /** Drops the failures still to come. */
  clearFailures(): void
  /** Every distinct shape of query asked so far; neededIndexes derives the composite indexes from them. */
  queryShapes(): QueryShape[]
  /** Removes every document of a project, or of all, without an event. */
  clear(project?: string): void
  /** Resolves when no event is queued, on its way, or waiting for its next attempt. */
  eventsIdle(): Promise<void>
}
