import { after, type Clock } from '../kernel/clock.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { MessageStore, SendingChange } from '../messages/message-store.ts'
import { type Log, lastFour } from '../kernel/log.ts'
import type { MessageObserver } from '../messages/message-observer.ts'
import type { Sending } from '../messages/send-state.ts'
import type { Settlement } from './settlement-policy.ts'

/** When the sweep tells, if whoever settled did not come to it. */
const RENOTIFY_SECONDS = 60

export interface SettleNeeds {
  messages: Pick<MessageStore, 'settle' | 'clearNextAction'>
  clock: Clock
  log: Log
  onMessageChanged: MessageObserver
  /** States that may be settled, when they are others than those of an attempt under way. */
  from?: readonly Sending[]
}

/**
 * Settles a message and sees to it that whoever asked for it hears. A document that asked for this message alone is
 * told in the same commit. One that asked for several is told afterwards, from all of them: until it was, the
 * message keeps an alarm, so that a process that dies in between leaves nobody waiting.
 */
export async function settleMessage(
  claimed: StoredMessage,
  change: SendingChange,
  needs: SettleNeeds,
): Promise<StoredMessage | null> {
  const { messages, onMessageChanged, log, from } = needs
  if (claimed.outbox === undefined || claimed.outbox.recipients === 1)
    return messages.settle(claimed, change, from)
  const alarm = after(change.entry.at, RENOTIFY_SECONDS)
  const settled = await messages.settle(claimed, { ...change, wakeAt: change.wakeAt ?? alarm }, from)
  if (!settled) return null
  try {
    await onMessageChanged(settled)
    if (change.wakeAt === null) await messages.clearNextAction(settled)
  } catch (error) {
    log.warn('outbox.not_told', { messageId: settled.id, error: String(error) })
  }
  return settled
}

/** Writes a settlement into the message, with its line in the timeline. */
export async function applySettlement(
  claimed: StoredMessage,
  settlement: Settlement,
  needs: SettleNeeds,
): Promise<StoredMessage> {
  const change = toSendingChange(settlement, claimed, needs.clock.now())
  const settled = await settleMessage(claimed, change, needs)
  const fields = {
    messageId: claimed.id,
    sessionId: claimed.sessionId,
    attempt: claimed.attempt,
    to: lastFour(claimed.to),
    ...outcomeFields(settlement),
  }
  if (settled) needs.log.info(`message.${settlement.sending}`, fields)
  else needs.log.warn('message.late_outcome', fields)
  return settled ?? claimed
}

function toSendingChange(
  settlement: Settlement,
  { attempt, answer }: StoredMessage,
  now: Date,
): SendingChange {
  const { sending } = settlement
  const error = sending === 'accepted' ? null : settlement.error
  const note = sending === 'accepted' ? settlement.note : error?.message
  return {
    sending,
    error,
    wakeAt: 'wakeAt' in settlement ? settlement.wakeAt : null,
    ...(sending === 'accepted' && { wamid: settlement.wamid }),
    ...(sending === 'held' && { heldBy: settlement.heldBy }),
    ...(answer === undefined && { answer: { status: sending } }),
    entry: {
      source: 'waypost',
      at: now,
      status: sending,
      attempt,
      ...(note !== undefined && { note }),
      ...(error && { code: error.code }),
    },
  }
}

const outcomeFields = (settlement: Settlement) =>
  settlement.sending === 'accepted'
    ? { wamid: settlement.wamid }
    : {
        code: settlement.error.code,
        metaCode: settlement.error.meta?.code,
        retryAt: 'wakeAt' in settlement ? settlement.wakeAt.toISOString() : undefined,
      }
