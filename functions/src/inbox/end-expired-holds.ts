import type { SessionServices } from '../sessions/session-services.ts'
import { resumeSession, type ResumeNeeds } from '../dispatch/resume-session.ts'

export type EndExpiredHoldsNeeds = ResumeNeeds & Pick<SessionServices, 'sessions'>

/** Ends the holds whose last day Meta named and that is over. One that Meta still refuses is tried again with the next run. */
export async function endExpiredHolds(needs: EndExpiredHoldsNeeds): Promise<void> {
  const now = needs.clock.now()
  for (const session of await needs.sessions()) {
    if (!session.hold?.until || session.hold.until > now) continue
    await resumeSession(session, needs).catch((error: unknown) =>
      needs.log.warn('session.still_restricted', { sessionId: session.id }, error),
    )
  }
}
