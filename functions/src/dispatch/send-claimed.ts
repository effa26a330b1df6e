import { applySettlement } from './settle-message.ts'
import { encodeCallbackData } from '../graph/callback-data.ts'
import { ruleFor } from '../graph/meta-error-table.ts'
import type { Random } from '../kernel/random.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Log } from '../kernel/log.ts'
import type { Throttle } from '../kernel/throttle.ts'
import { holdSessionAndNotify, type HoldNeeds } from '../sessions/hold-session.ts'
import type { Session } from '../sessions/session.ts'
import type { PrepareEvent } from '../events/publish-event.ts'
import type { MessageObserver } from '../messages/message-observer.ts'
import type { Channels } from './channel.ts'
import { recipientSignal, type RecordRecipientSignal } from '../messages/recipient-signal.ts'
import type { StoredMessage } from '../messages/message.ts'
import { hasStatusSubscribers } from '../messages/message-event.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { decideSettlement, type RetryLimits, type Settlement } from './settlement-policy.ts'

export interface SendClaimedNeeds extends HoldNeeds {
  messages: Pick<MessageStore, 'settle' | 'clearNextAction'>
  channels: Channels
  /** The turns of a session; slowed when Meta says that it was too fast. */
  throttleFor(session: Session): Throttle
  /** Keeps what Meta's refusal says of the recipient. */
  recordRecipientSignal: RecordRecipientSignal
  limits: RetryLimits
  clock: Clock
  random: Random
  log: Log
  onMessageChanged: MessageObserver
  prepareEvent: PrepareEvent
}

/**
 * Sends a claimed message once and writes how it ended. Only the holder of the attempt comes here.
 * @returns the message as it stands now: as settled, or as claimed when a newer attempt had begun
 */
export async function sendClaimed(
  claimed: StoredMessage,
  session: Session,
  needs: SendClaimedNeeds,
): Promise<StoredMessage> {
  const { id: messageId, attempt, to, content, replyTo, mode, outbox } = claimed
  const flags = `${outbox?.track === true ? 'o' : ''}${(await hasSubscribers(claimed, needs)) ? 'e' : ''}`
  const callbackData = encodeCallbackData({ messageId, attempt, flags })
  const outgoing = { to, content, mode, callbackData, ...(replyTo !== undefined && { replyTo }) }
  const outcome = await needs.channels[session.channel](session, outgoing)
  const settlement = decideSettlement(outcome, claimed, {
    ...needs.limits,
    now: needs.clock.now(),
    fraction: needs.random.next(),
  })
  if (outcome.kind === 'refused' && ruleFor(outcome.failure).class === 'tput')
    needs.throttleFor(session).slowDown()
  await applyHold(settlement, session, needs)
  await recordSettlementSignal(claimed, settlement, needs)
  return applySettlement(claimed, settlement, needs)
}

/** Where nobody can say, somebody may listen: an item too many is better than a send that stops here. */
const hasSubscribers = (
  message: StoredMessage,
  { prepareEvent, log }: Pick<SendClaimedNeeds, 'prepareEvent' | 'log'>,
): Promise<boolean> =>
  hasStatusSubscribers(message, prepareEvent).catch((error: unknown) => {
    log.warn('message.listeners_unknown', { messageId: message.id, error: String(error) })
    return true
  })

/** A hold concerns all messages of the session, so it is written before this one rests. */
export async function applyHold(
  settlement: Settlement,
  session: Session,
  needs: HoldNeeds & Pick<SendClaimedNeeds, 'clock'>,
): Promise<void> {
  if (settlement.sending !== 'held' || settlement.heldBy !== 'session') return
  const { code, message, meta } = settlement.error
  const metaCode = meta?.code
  const hold = {
    code,
    reason: message,
    since: needs.clock.now(),
    ...(metaCode !== undefined && { metaCode }),
  }
  await holdSessionAndNotify(session, hold, needs)
}

/** What Meta said of the contact concerns all messages to it, so it is written before this one rests. */
export async function recordSettlementSignal(
  message: StoredMessage,
  settlement: Settlement,
  needs: Pick<SendClaimedNeeds, 'recordRecipientSignal'>,
): Promise<void> {
  const refusal = settlement.sending === 'accepted' ? null : recipientSignal(message, settlement.error)
  if (refusal) await needs.recordRecipientSignal(refusal)
}
