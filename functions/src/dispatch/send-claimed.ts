import type { KernelServices } from '../kernel/kernel-services.ts'
import { applySettlement, type SettleNeeds } from './settle-message.ts'
import { hasTimeToSend } from './attempt-lease.ts'
import { observeOutage, type ObserveOutageNeeds } from './observe-outage.ts'
import { isOutage } from './outage.ts'
import { encodeCallbackData } from '../graph/callback-data.ts'
import type { SendOutcome } from '../graph/graph-client.ts'
import { ruleFor } from '../graph/meta-error-table.ts'
import type { Throttle } from '../kernel/throttle.ts'
import type { Session } from '../sessions/session.ts'
import type { EventServices } from '../events/publish-event.ts'
import type { Channels } from './channel.ts'
import type { Message, StoredMessage } from '../messages/message.ts'
import { hasStatusSubscribers } from '../messages/message-event.ts'
import { decideSettlement, type RetryLimits } from './settlement-policy.ts'

export interface SendClaimedNeeds
  extends SettleNeeds, ObserveOutageNeeds, Pick<KernelServices & EventServices, 'random' | 'prepareEvent'> {
  messages: SettleNeeds['messages'] & ObserveOutageNeeds['messages']
  channels: Channels
  /** The turns of a session; slowed when Meta says that it was too fast. */
  throttleFor(session: Session, mode: Message['mode']): Throttle
  limits: RetryLimits
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
  const outcome = hasTimeToSend(claimed, needs.clock)
    ? await needs.channels[session.channel](session, outgoing)
    : leaseTooShort
  const settlement = decideSettlement(outcome, claimed, {
    ...needs.limits,
    now: needs.clock.now(),
    fraction: needs.random.next(),
  })
  if (outcome.kind === 'refused' && ruleFor(outcome.failure).class === 'tput')
    needs.throttleFor(session, mode).slowDown()
  const settled = await applySettlement(claimed, settlement, needs)
  // Test messages do not reach Meta.
  if (mode === 'live' && outcome !== leaseTooShort)
    await observeOutage({ settled, session, isOut: isOutage(outcome) }, needs)
  return settled
}

/** Its holder was stopped after it had claimed the attempt. */
const leaseTooShort: SendOutcome = {
  kind: 'not-sent',
  because: 'its sender was stopped for too long and did not call Meta',
}

/** Assumes a subscriber when the lookup fails: an unneeded item is better than a send that stops here. */
const hasSubscribers = (
  message: StoredMessage,
  { prepareEvent, log }: Pick<SendClaimedNeeds, 'prepareEvent' | 'log'>,
): Promise<boolean> =>
  hasStatusSubscribers(message, prepareEvent).catch((error: unknown) => {
    log.warn('message.listeners_unknown', { messageId: message.id }, error)
    return true
  })
