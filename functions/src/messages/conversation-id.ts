import { derivedId } from '../kernel/ids.ts'
import type { Recipient } from '../kernel/recipient.ts'

/**
 * The conversation of a contact on a session, from the identity it is known by here. A contact known by several has
 * several such ids; one of them is the conversation, the others point to it.
 */
export const conversationIdOf = (sessionId: string, contact: Recipient): string =>
  derivedId('cnv', sessionId, contact)
