/** Who may go next on a document: the transaction that has read it, and those that wait to read it. */
interface DocumentLock {
  holder: string
  readonly queue: Waiter[]
}
interface Waiter {
  readonly transaction: string
  readonly proceed: () => void
}

/** The turns of a database, by document path. */
export type DocumentLocks = Map<string, DocumentLock>

/**
 * How long a transaction waits for another to end. Turns are a courtesy that spares clients refused commits; that the
 * commit is right does not depend on them, so waiting may end at any time.
 */
const maximumWaitMs = 500

function waitForLock(turn: DocumentLock, transaction: string): Promise<void> {
  return new Promise((resolve) => {
    const waiter = { transaction, proceed: resolve }
    turn.queue.push(waiter)
    const impatient = () => {
      const place = turn.queue.indexOf(waiter)
      if (place < 0) return
      turn.queue.splice(place, 1)
      // The holder may have been abandoned: those behind must not wait for it too.
      turn.holder = transaction
      resolve()
    }
    setTimeout(impatient, maximumWaitMs).unref()
  })
}

/** Waits until no other open transaction is at these documents, or long enough; paths in one order avoid deadlocks. */
export async function acquireLocks(
  turns: DocumentLocks,
  transaction: string,
  paths: readonly string[],
): Promise<void> {
  for (const path of [...paths].sort()) {
    const turn = turns.get(path)
    if (!turn) turns.set(path, { holder: transaction, queue: [] })
    else if (turn.holder !== transaction) await waitForLock(turn, transaction)
  }
}

/** Ends the turns of a transaction: the next in each queue goes on. */
export function releaseLocks(turns: DocumentLocks, transaction: string, paths: Iterable<string>): void {
  for (const path of paths) {
    const turn = turns.get(path)
    if (turn?.holder !== transaction) continue
    const next = turn.queue.shift()
    if (next) {
      turn.holder = next.transaction
      next.proceed()
    } else turns.delete(path)
  }
}
