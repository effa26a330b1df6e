import type { Message } from '../../src/messages/message.ts'
import { message as whole } from './one-of-each.ts'

export const messageId = whole.id

/** A message that waits for the repair of its session. */
export function heldMessage(sessionId: string): Message {
  const { wakeAt: _wakeAt, outbox: _outbox, ...rest } = whole
  return { ...rest, sessionId, sending: 'held', heldBy: 'session', progress: 0 }
}
