import type { KernelServices } from '../kernel/kernel-services.ts'
import { after } from '../kernel/clock.ts'
import { runFollowUp, type FollowUpNeeds } from './follow-up.ts'
import type { FollowUp, StoredMessage } from '../messages/message.ts'
import type { MessageStore, SendingChange } from '../messages/message-store.ts'
import { lastFour } from '../kernel/log.ts'
import { recipientSignal } from '../messages/recipient-signal.ts'
import type { Sending } from '../messages/send-state.ts'
import type { Settlement } from './settlement-policy.ts'

/** When the sweep does what follows from a settlement, if its writer did not come to it. */
const FOLLOW_UP_SECONDS = 60

export interface SettleNeeds extends FollowUpNeeds, Pick<KernelServices, 'clock' | 'log'> {
  messages: Pick<MessageStore, 'settle' | 'endFollowUp'>
  /** States that may be settled, when they are others than those of an attempt under way. */
  from?: readonly Sending[]
}

/**
 * Settles a message: first what Meta said of it is written, then what follows from that is done. A message with
 * something to follow keeps a mark and a time to look again until it is done, so that a process that dies in between
 * loses nothing. An outbox document that asked for this message alone is written in the same commit.
 * @returns the message as settled, or as claimed when a newer attempt had begun
 */
export async function applySettlement(
  claimed: StoredMessage,
  settlement: Settlement,
  needs: SettleNeeds,
): Promise<StoredMessage> {
  const change = toSendingChange(settlement, claimed, needs.clock.now())
  const settled = hasFollowUp(claimed, settlement)
    ? await settleWithFollowUp(claimed, { ...change, followUp: followUpOf(settlement) }, needs)
    : await needs.messages.settle(claimed, change, needs.from)
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

async function settleWithFollowUp(
  claimed: StoredMessage,
  change: SendingChange,
  { messages, log, from, ...needs }: SettleNeeds,
): Promise<StoredMessage | null> {
  const look = after(change.entry.at, FOLLOW_UP_SECONDS)
  const wakeAt = change.wakeAt && change.wakeAt < look ? change.wakeAt : look
  const settled = await messages.settle(claimed, { ...change, wakeAt }, from)
  if (!settled) return null
  try {
    await runFollowUp(settled, needs)
    await messages.endFollowUp(settled)
  } catch (error) {
    log.warn('message.follow_up_failed', { messageId: settled.id }, error)
  }
  return settled
}

const hasFollowUp = (claimed: StoredMessage, settlement: Settlement): boolean =>
  'holdSession' in settlement ||
  (claimed.outbox !== undefined && claimed.outbox.recipients > 1) ||
  (settlement.sending !== 'accepted' && recipientSignal(claimed, settlement.error) !== null)

const followUpOf = (settlement: Settlement): FollowUp => ({
  ...('wakeAt' in settlement && { wakeAt: settlement.wakeAt }),
  ...('holdSession' in settlement && { holdSession: true }),
})

function toSendingChange(
  settlement: Settlement,
  { attempt, answer, uncounted = 0 }: StoredMessage,
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
    ...('uncounted' in settlement && { uncounted: uncounted + 1 }),
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
