import type { Message } from './message.ts'

/**
 * Records that a reply of this contact cancels a message, until the message's `notAfter`. Called before the message is
 * stored, so that no reply is missed in between. Rejects on failure: then the message is not stored.
 */
export type AwaitReply = (message: Pick<Message, 'sessionId' | 'to' | 'notAfter'>) => Promise<void>
