import type { StoredMessage } from '../messages/message.ts'
import { holdSessionAndNotify } from '../sessions/hold-session.ts'
import type { Session } from '../sessions/session.ts'
import { outageHold, type OutageMonitor } from './outage.ts'
import { endOutage, type ResumeNeeds } from './resume-session.ts'
import type { FollowUpNeeds } from './follow-up.ts'

export interface ObserveOutageNeeds extends ResumeNeeds, FollowUpNeeds {
  outages: OutageMonitor
  /** This attempt tries a session that an outage holds. */
  trial?: boolean
}

export interface ObservedOutcome {
  readonly settled: StoredMessage
  readonly session: Session
  /** Whether the attempt shows that Meta is down. */
  readonly isOut: boolean
}

/**
 * Begins an outage hold when too many of the last attempts failed, and ends it when its trial did not. The outcome of
 * the message is written already, so an error here loses nothing: the next attempts show the same.
 */
export async function observeOutage(
  { settled, session, isOut }: ObservedOutcome,
  needs: ObserveOutageNeeds,
): Promise<void> {
  const at = needs.clock.now()
  const begins = needs.outages.record(session.id, { messageId: settled.id, failed: isOut, at })
  try {
    if (needs.trial && !isOut) await endOutage(session, needs)
    else if (begins && !session.hold && settled.error)
      await holdSessionAndNotify(session, outageHold(settled.error, at), needs)
  } catch (error) {
    needs.log.warn('session.outage_not_recorded', { sessionId: session.id }, error)
  }
}
