/** A document's lock: the transaction that holds it, and those that wait. */
interface DocumentLock {
  holder: string
  readonly queue: Waiter[]
}
interface Waiter {
  readonly transaction: string
  readonly proceed: () => void
}

/** The locks of a database, by document path. */
export type DocumentLocks = Map<string, DocumentLock>

/**
 * How long a transaction waits for another to end. Locks only reduce aborted commits; correctness does not depend
 * on them, so a wait may end at any time.
 */
const maximumWaitMs = 500

function waitForLock(lock: DocumentLock, transaction: string): Promise<void> {
  return new Promise((resolve) => {
    const waiter = { transaction, proceed: resolve }
    lock.queue.push(waiter)
    const giveUp = () => {
      const place = lock.queue.indexOf(waiter)
      if (place < 0) return
      lock.queue.splice(place, 1)
      // The holder may be abandoned: pass the lock on so that later waiters do not wait for it too.
      lock.holder = transaction
      resolve()
    }
    setTimeout(giveUp, maximumWaitMs).unref()
  })
}

/** Locks documents in path order, which avoids deadlocks; gives up waiting after `maximumWaitMs`. */
export async function acquireLocks(
  locks: DocumentLocks,
  transaction: string,
  paths: readonly string[],
): Promise<void> {
  for (const path of [...paths].sort()) {
    const lock = locks.get(path)
    if (!lock) locks.set(path, { holder: transaction, queue: [] })
    else if (lock.holder !== transaction) await waitForLock(lock, transaction)
  }
}

/** Releases a transaction's locks; the next waiter of each queue proceeds. */
export function releaseLocks(locks: DocumentLocks, transaction: string, paths: Iterable<string>): void {
  for (const path of paths) {
    const lock = locks.get(path)
    if (lock?.holder !== transaction) continue
    const next = lock.queue.shift()
    if (next) {
      lock.holder = next.transaction
      next.proceed()
    } else locks.delete(path)
  }
}
