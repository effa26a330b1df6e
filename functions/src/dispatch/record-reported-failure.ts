import type { GraphFailure } from '../graph/graph-error.ts'
import type { SendClaimedNeeds } from './send-claimed.ts'
import { applySettlement } from './settle-message.ts'
import type { Sending } from '../messages/send-state.ts'
import { isDelivered } from '../messages/message-status.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { decideFailure } from './settlement-policy.ts'

export interface RecordReportedFailureNeeds extends SendClaimedNeeds {
  messages: SendClaimedNeeds['messages'] & Pick<MessageStore, 'find'>
}

/** A failure that Meta reports after it had accepted the message. */
export interface ReportedFailure {
  readonly messageId: string
  readonly attempt: number
  readonly failure: GraphFailure
}

/**
 * Deals with a failure that came by webhook as with one that came at once: tried again, held or final, by
 * the same table. The same report twice changes nothing more; a message that arrived all the same stays so.
 * @returns what was done, in a word
 */
export async function recordReportedFailure(
  { messageId, attempt, failure }: ReportedFailure,
  needs: RecordReportedFailureNeeds,
): Promise<'settled' | 'outdated' | 'missing'> {
  const message = await needs.messages.find(messageId)
  if (!message) return 'missing'
  if (message.attempt !== attempt || !isFailable.includes(message.sending) || isDelivered(message))
    return 'outdated'
  const settlement = decideFailure(failure, message, {
    ...needs.limits,
    now: needs.clock.now(),
    fraction: needs.random.next(),
  })
  await applySettlement(message, settlement, { ...needs, from: isFailable })
  return 'settled'
}

const isFailable: readonly Sending[] = ['sending', 'unknown', 'accepted']
