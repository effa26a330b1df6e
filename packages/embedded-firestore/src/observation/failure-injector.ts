import { FirestoreError, invalid, statusName } from '../protocol/status.ts'
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
  /**
   * `call` unless given. `write`: single writes of a BatchWrite fail, while the call succeeds; `times` and `stage` count
   * and order writes then.
   */
  readonly unit?: 'call' | 'write'
  /** With `unit: 'write'`, only the write of this document, by its path in the database. */
  readonly document?: string
}

interface Pending {
  rpc: string
  left: number
  status: StatusName
  collection: string | undefined
  stage: 'before' | 'after'
  unit: 'call' | 'write'
  document: string | undefined
}

/** A call, or with a `document` one write of it. */
interface FailingCall {
  readonly rpc: string
  readonly collections: readonly string[]
  readonly document?: string
}

/** The failures still to come. */
export interface FailureInjector {
  add(order: InjectedFailure): void
  /** Throws and consumes a matching injected failure of this stage. */
  consume(call: FailingCall, stage: 'before' | 'after'): void
  clear(): void
}

function matches(pending: Pending, { rpc, collections, document }: FailingCall): boolean {
  return (
    pending.rpc === rpc &&
    pending.unit === (document === undefined ? 'call' : 'write') &&
    (!pending.collection || collections.includes(pending.collection)) &&
    (!pending.document || pending.document === document)
  )
}

/** An empty list. */
export function createFailureInjector(): FailureInjector {
  const pending: Pending[] = []
  return {
    add({ rpc, times = 1, code, collection, stage = 'before', unit = 'call', document }) {
      if (unit === 'write' && rpc !== 'BatchWrite')
        throw invalid(`The writes of ${rpc} succeed or fail together: use BatchWrite with unit "write".`)
      if (unit === 'call' && document !== undefined)
        throw invalid('A document is given with unit "write" only.')
      pending.push({ rpc, left: times, status: statusName(code), collection, stage, unit, document })
    },
    consume(call, stage) {
      const { rpc } = call
      const found = pending.find((one) => one.stage === stage && matches(one, call))
      if (!found) return
      found.left -= 1
      if (found.left <= 0) pending.splice(pending.indexOf(found), 1)
      throw new FirestoreError(found.status, `${rpc} fails because a test ordered it (${stage}).`)
    },
    clear: () => void pending.splice(0),
  }
}
