import type { MessageView } from './generated/api-types.ts'
import { isWaypostError } from './waypost-error.ts'

/** How a message is followed. */
export interface WatchOptions {
  signal?: AbortSignal
  /** When to end; by default when the message is at rest. */
  until?: (message: MessageView) => boolean
}

/** What following a message needs. */
export interface WatchSource {
  readonly get: () => Promise<MessageView>
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

const REST = ['read', 'played', 'failed', 'cancelled', 'expired', 'suppressed', 'received']
const FIRST_POLL_MS = 1000
const SLOWEST_POLL_MS = 15_000
const SLOWER_BY = 1.6
/** Polls in a row that may fail before the error is passed on. */
const FAILED_POLLS = 5

/** Whether the status of a message is final. `delivered` is not: the message may still be read. */
export const isAtRest = ({ status }: Pick<MessageView, 'status'>): boolean => REST.includes(status)

/** A hidden page is polled seldom. */
const isHidden = (): boolean => (globalThis as { document?: { hidden?: boolean } }).document?.hidden === true

/** The message now and after each change. Polls soon after a change, then less and less often. */
export async function* watch(
  { get, wait }: WatchSource,
  { signal, until = isAtRest }: WatchOptions = {},
): AsyncGenerator<MessageView, void, undefined> {
  let seen = ''
  let failed = 0
  for (let delay = FIRST_POLL_MS; ; delay = Math.min(delay * SLOWER_BY, SLOWEST_POLL_MS)) {
    try {
      const message = await get()
      failed = 0
      const text = JSON.stringify(message)
      if (text !== seen) {
        seen = text
        delay = FIRST_POLL_MS
        yield message
      }
      if (until(message)) return
    } catch (error) {
      if (!isWaypostError(error) || error.retry !== 'later' || ++failed >= FAILED_POLLS) throw error
    }
    await wait(isHidden() ? SLOWEST_POLL_MS : delay, signal)
  }
}
