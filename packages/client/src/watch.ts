import type { MessageView } from './generated/api-types.ts'
import { isWaypostError } from './waypost-error.ts'

/** How something is followed. */
export interface WatchOptions<View = MessageView> {
  signal?: AbortSignal
  /** When to end; by default when a message is at rest, and never for a conversation. */
  until?: (view: View) => boolean
}

/** What following needs. */
export interface WatchSource<View> {
  readonly get: () => Promise<View>
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

/** A view now and after each change. Polls soon after a change, then less and less often. */
export async function* watch<View>(
  { get, wait }: WatchSource<View>,
  { signal, until }: WatchOptions<View>,
): AsyncGenerator<View, void, undefined> {
  let seen = ''
  let failed = 0
  for (let delay = FIRST_POLL_MS; ; delay = Math.min(delay * SLOWER_BY, SLOWEST_POLL_MS)) {
    try {
      const view = await get()
      failed = 0
      const text = JSON.stringify(view)
      if (text !== seen) {
        seen = text
        delay = FIRST_POLL_MS
        yield view
      }
      if (until?.(view) === true) return
    } catch (error) {
      if (!isWaypostError(error) || error.retry !== 'later' || ++failed >= FAILED_POLLS) throw error
    }
    await wait(isHidden() ? SLOWEST_POLL_MS : delay, signal)
  }
}
