import type { HoldNeeds } from '../sessions/hold-session.ts'
import { holdSessionAndNotify } from '../sessions/hold-session.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { MessageObserver } from '../messages/message-observer.ts'
import { recipientSignal, type RecordRecipientSignal } from '../messages/recipient-signal.ts'

export interface FollowUpNeeds extends HoldNeeds {
  /** Keeps what Meta's refusal says of the recipient. */
  recordRecipientSignal: RecordRecipientSignal
  onMessageChanged: MessageObserver
}

/**
 * Does what follows from the state in which a message was settled: the hold of its session, what the refusal says of
 * its recipient, the outbox document it shares with other messages. All of it is derived from the stored message, and
 * each step is idempotent, so the sweep repeats it while the message has the mark `followUp`.
 */
export async function runFollowUp(message: StoredMessage, needs: FollowUpNeeds): Promise<void> {
  if (message.followUp?.holdSession === true) await holdItsSession(message, needs)
  const signal = recipientSignal(message, message.error)
  if (signal) await needs.recordRecipientSignal(signal)
  if (message.outbox) await needs.onMessageChanged(message)
}

async function holdItsSession(
  { sessionId, error, timeline, createdAt }: StoredMessage,
  needs: HoldNeeds,
): Promise<void> {
  if (!error) return
  const { code, message: reason, meta } = error
  const held = timeline.findLast(({ source, status }) => source === 'waypost' && status === 'held')
  const metaCode = meta?.code
  const hold = { code, reason, since: held?.at ?? createdAt, ...(metaCode !== undefined && { metaCode }) }
  await holdSessionAndNotify({ id: sessionId }, hold, needs)
}
