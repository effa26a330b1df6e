import type { Message } from '../../src/messages/message.ts'
import { message as whole } from './sample-documents.ts'

export const messageId = whole.id

/** A message that waits for the repair of its session. */
export function heldMessage(sessionId: string): Message {
  const { outbox: _outbox, followUp: _followUp, ...rest } = whole
  return { ...rest, sessionId, sending: 'held', heldBy: 'session', wakeAt: rest.notAfter, progress: 0 }
}
