import type { StoredMessage } from './message.ts'

/** Tells whoever wants to know how a message stands now. Told twice is told once; a failure to tell stops nothing. */
export type Announce = (message: StoredMessage) => Promise<void>
