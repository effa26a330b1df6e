import { after } from '../kernel/clock.ts'
import type { Session } from '../sessions/session.ts'
import type { ClaimAndSendNeeds } from './claim-and-send.ts'
import { processDue } from './process-due.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { STRAGGLER_SECONDS, requeueHeld, type RequeueHeldNeeds } from './resume-session.ts'

export interface SweepDueNeeds extends ClaimAndSendNeeds, RequeueHeldNeeds {
  messages: Pick<
    MessageStore,
    'listDue' | 'updateIfUnchanged' | 'settle' | 'endFollowUp' | 'listHeldBySession'
  >
  sessions(): Promise<readonly Session[]>
}

/** Messages asked for at a time, how many are looked at together, and when a run leaves the rest to the next. */
export const SWEEP = { page: 200, atOnce: 10, seconds: 45 }

/** What a run found: due messages, and those whose look failed. */
export interface SweepReport {
  readonly due: number
  readonly troubled: number
}

/**
 * Looks at every message whose `wakeAt` has come: retries, scheduled sends, leases that ran out, unknown
 * outcomes whose grace is over, messages past their time. What it costs grows with what is due, not with
 * what is stored. One message in trouble does not stop the others.
 */
export async function sweepDueMessages(needs: SweepDueNeeds): Promise<SweepReport> {
  const until = after(needs.clock.now(), SWEEP.seconds)
  const report = { due: 0, troubled: 0 }
  for (let full = true; full && needs.clock.now() < until;) {
    const page = await needs.messages.listDue(needs.clock.now(), SWEEP.page)
    const troubled = await processPage(page, needs)
    report.due += page.length
    report.troubled += troubled
    // A page that failed as a whole would come again and again.
    full = page.length === SWEEP.page && troubled < page.length
  }
  await requeueStragglers(needs)
  if (report.due > 0) needs.log.info('sweep.done', { ...report })
  return report
}

/** Messages that other instances held by what they remembered, after their session was resumed. */
async function requeueStragglers(needs: SweepDueNeeds): Promise<void> {
  const resumedAfter = after(needs.clock.now(), -STRAGGLER_SECONDS)
  for (const { id, hold, resumedAt } of await needs.sessions())
    if (!hold && resumedAt && resumedAt > resumedAfter) await requeueHeld(id, needs)
}

/** @returns how many could not be looked at */
async function processPage(page: readonly StoredMessage[], needs: SweepDueNeeds): Promise<number> {
  let troubled = 0
  const waiting = page.values()
  const worker = async (): Promise<void> => {
    for (const message of waiting)
      await processDue(message, needs).catch((error: unknown) => {
        troubled++
        needs.log.error('message.wake_failed', { messageId: message.id }, error)
      })
  }
  await Promise.all(Array.from({ length: SWEEP.atOnce }, worker))
  return troubled
}
