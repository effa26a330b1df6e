import type { Message } from './message.ts'

/**
 * Notes that a reply of this contact has a message to cancel, until the message's `notAfter`. Called before the message
 * waits, so that no reply comes in between. Rejects when it could not be noted: then the message is not kept.
 */
export type AwaitReply = (message: Pick<Message, 'sessionId' | 'to' | 'notAfter'>) => Promise<void>
