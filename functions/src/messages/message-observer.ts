import type { StoredMessage } from './message.ts'

/** Tells whoever wants to know how a message stands now. Told twice is told once. Rejects when it could not: tell again. */
export type MessageObserver = (message: StoredMessage) => Promise<void>
