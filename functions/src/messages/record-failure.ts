import type { GraphFailure } from '../graph/graph-error.ts'
import type { Session } from '../sessions/session.ts'
import { applyHold, noteRefusal, settle, type DispatchNeeds } from './dispatch-message.ts'
import type { Sending } from './message.ts'
import { arrived } from './message-status.ts'
import type { MessageStore } from './message-store.ts'
import { refusalSettlement } from './settlement.ts'

export interface RecordFailureNeeds extends DispatchNeeds {
  messages: Pick<MessageStore, 'find' | 'settle' | 'rest'>
  session(id: string): Promise<Session | undefined>
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
export async function recordFailure(
  { messageId, attempt, failure }: ReportedFailure,
  needs: RecordFailureNeeds,
): Promise<'settled' | 'outdated' | 'missing'> {
  const message = await needs.messages.find(messageId)
  if (!message) return 'missing'
  if (message.attempt !== attempt || !mayStillFail.includes(message.sending) || arrived(message))
    return 'outdated'
  const settlement = refusalSettlement(failure, message, {
    ...needs.limits,
    now: needs.clock.now(),
    fraction: needs.chance.fraction(),
  })
  const session = await needs.session(message.sessionId)
  if (session) await applyHold(settlement, session, needs)
  await noteRefusal(message, settlement, needs)
  await settle(message, settlement, { ...needs, from: mayStillFail })
  return 'settled'
}

const mayStillFail: readonly Sending[] = ['sending', 'unknown', 'accepted']
