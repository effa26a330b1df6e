import type { StoredMessage } from './message.ts'

/** Notifies observers of the current state of a message. Idempotent. Rejects on failure: call again. */
export type MessageObserver = (message: StoredMessage) => Promise<void>
