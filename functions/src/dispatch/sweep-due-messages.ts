import type { SessionServices } from '../sessions/session-services.ts'
import { after } from '../kernel/clock.ts'
import { mapConcurrent } from '../kernel/map-concurrent.ts'
import type { DueMessage, MessageStore } from '../messages/message-store.ts'
import type { Session } from '../sessions/session.ts'
import { handOver, rateOf } from './hand-over.ts'
import { probeOutages, type ProbeOutagesNeeds } from './probe-outages.ts'
import { requeueHeld } from './resume-session.ts'

export interface SweepDueNeeds extends ProbeOutagesNeeds, Pick<SessionServices, 'sessions'> {
  messages: ProbeOutagesNeeds['messages'] & Pick<MessageStore, 'listDue' | 'listDueOfSession'>
}

/**
 * Messages read at a time, in all and of one session; messages of one run, for all sessions; sessions asked for
 * together; when a run leaves the rest to the next.
 */
export const SWEEP = { page: 500, sessionPage: 250, most: 12_000, atOnce: 10, seconds: 45 }
/** A run plans for this long: until the next one, and a little over. */
const PLAN_SECONDS = 75

/** What a run found: due messages, and those that could not be handed over. */
export interface SweepReport {
  readonly due: number
  readonly troubled: number
}

/**
 * Hands every message whose time has come over to a task: retries, scheduled sends, leases that ran out, unknown
 * outcomes whose grace is over, messages past their time. It reads what is due, not what is stored, and parses
 * nothing, so no single document can stop it. When much is due, sessions take turns, so none waits for another.
 */
export async function sweepDueMessages(needs: SweepDueNeeds): Promise<SweepReport> {
  const sessions = await needs.sessions()
  const until = after(needs.clock.now(), SWEEP.seconds)
  const run = { due: 0, troubled: 0, until, handed: new Map<string, number>() }
  await handOverDue(sessions, run, needs)
  for (const session of sessions)
    if (!session.hold && session.requeuedUntil)
      await requeueHeld({ ...session, requeuedUntil: session.requeuedUntil }, needs)
  await probeOutages(sessions, needs)
  const { due, troubled } = run
  if (due > 0) needs.log.info('sweep.done', { due, troubled })
  return { due, troubled }
}

interface Run {
  due: number
  troubled: number
  readonly until: Date
  /** Messages handed over so far, by session. */
  readonly handed: Map<string, number>
}

async function handOverDue(sessions: readonly Session[], run: Run, needs: SweepDueNeeds): Promise<void> {
  const first = await needs.messages.listDue(needs.clock.now(), SWEEP.page)
  const bySession = Map.groupBy(first, ({ sessionId }) => sessionId)
  const isAll = first.length < SWEEP.page
  // A session that was deleted is known by its messages only.
  const ids = new Set([...bySession.keys(), ...(isAll ? [] : sessions.map(({ id }) => id))])
  const known = new Map(sessions.map((session) => [session.id, session]))
  let waiting = [...ids].map((id) => known.get(id) ?? { id })
  if (isAll) {
    await eachAtOnce(waiting, (session) => take(bySession.get(session.id) ?? [], session, { run, needs }))
    return
  }
  while (waiting.length > 0 && run.due < SWEEP.most && needs.clock.now() < run.until) {
    const pages = await eachAtOnce(waiting, (session) => takeTurn(session, run, needs))
    waiting = waiting.filter((_session, index) => pages[index] === true)
  }
}

type DueSession = Pick<Session, 'id' | 'standing'>

const eachAtOnce = <Result>(
  sessions: readonly DueSession[],
  work: (session: DueSession) => Promise<Result>,
): Promise<Result[]> => mapConcurrent(sessions, SWEEP.atOnce, work)

/** One page of one session. @returns whether it may have more for this run */
async function takeTurn(session: DueSession, run: Run, needs: SweepDueNeeds): Promise<boolean> {
  const quota = Math.ceil(rateOf(session, needs) * PLAN_SECONDS) - (run.handed.get(session.id) ?? 0)
  const limit = Math.min(SWEEP.sessionPage, quota)
  if (limit <= 0) return false
  const page = await needs.messages.listDueOfSession(session.id, needs.clock.now(), limit)
  await take(page, session, { run, needs })
  return page.length === limit
}

async function take(
  page: readonly DueMessage[],
  session: DueSession,
  { run, needs }: { run: Run; needs: SweepDueNeeds },
): Promise<void> {
  if (page.length === 0) return
  const before = run.handed.get(session.id) ?? 0
  run.due += page.length
  run.handed.set(session.id, before + page.length)
  const from = after(needs.clock.now(), before / rateOf(session, needs))
  try {
    // Added afterwards: other sessions count meanwhile.
    const troubled = await handOver(page, session, { ...needs, from })
    run.troubled += troubled
  } catch (error) {
    run.troubled += page.length
    needs.log.error('sweep.hand_over_failed', { sessionId: session.id }, error)
  }
}
