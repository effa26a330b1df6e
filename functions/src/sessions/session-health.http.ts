import type { SessionServices } from './session-services.ts'
import { SessionHealth } from '@waypost/contract'
import { route } from '../http/route.ts'
import { findOwnedSession } from './find-session.ts'
import { sessionHealth, type SessionHealthNeeds } from './session-health.ts'

export type SessionHealthRouteNeeds = SessionHealthNeeds & Pick<SessionServices, 'freshSessions'>

/** `GET /v1/sessions/{id}/health`: asks Meta, so not more often than needed. */
export const sessionHealthRoute = (needs: () => Promise<SessionHealthRouteNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/sessions/{id}/health',
    reach: 'live',
    access: 'sessions',
    doc: {
      summary: 'Get the health of a session',
      answers: { 200: SessionHealth },
      refusals: ['SESSION_NOT_FOUND', 'SESSION_FORBIDDEN'],
    },
    async handle({ caller, params }) {
      const ready = await needs()
      const session = findOwnedSession(params.id, caller, await ready.freshSessions())
      return { status: 200, body: await sessionHealth(session, ready) }
    },
  })
