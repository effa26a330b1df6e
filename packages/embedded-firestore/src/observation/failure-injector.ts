import { FirestoreError, statusName } from '../protocol/status.ts'
import type { StatusName } from '../protocol/status.ts'

/** A request to make calls fail, for tests. */
export interface InjectedFailure {
  /** The method's name, `Commit` for instance. */
  readonly rpc: string
  /** How many calls fail; 1 unless given. */
  readonly times?: number
  /** Name or number of the gRPC status. */
  readonly code: string | number
  /** Only calls that touch this collection id. */
  readonly collection?: string
  /** `before` (unless given): nothing happens. `after`: it happens, and the answer is lost. */
  readonly stage?: 'before' | 'after'
}

interface Pending {
  rpc: string
  left: number
  status: StatusName
  collection: string | undefined
  stage: 'before' | 'after'
}

/** The failures still to come. */
export interface FailureInjector {
  add(order: InjectedFailure): void
  /** Throws and consumes a matching injected failure of this stage. */
  consume(call: { rpc: string; collections: readonly string[] }, stage: 'before' | 'after'): void
  clear(): void
}

/** An empty list. */
export function createFailureInjector(): FailureInjector {
  const pending: Pending[] = []
  return {
    add({ rpc, times = 1, code, collection, stage = 'before' }) {
      pending.push({ rpc, left: times, status: statusName(code), collection, stage })
    },
    consume({ rpc, collections }, stage) {
      const fits = (one: Pending) =>
        one.rpc === rpc && one.stage === stage && (!one.collection || collections.includes(one.collection))
      const found = pending.find(fits)
      if (!found) return
      found.left -= 1
      if (found.left <= 0) pending.splice(pending.indexOf(found), 1)
      throw new FirestoreError(found.status, `${rpc} fails because a test ordered it (${stage}).`)
    },
    clear: () => void pending.splice(0),
  }
}
