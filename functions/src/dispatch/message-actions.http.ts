import type { SessionServices } from '../sessions/session-services.ts'
import type { AuditServices } from '../audit/record-audit-action.ts'
import {
  CancelAnswer,
  EmptyRequest,
  messageErrorCodes,
  ResumeAnswer,
  RetryAnswer,
  RetryDryRunAnswer,
  RetryManyAnswer,
  RetryManyRequest,
  RetryRequest,
} from '@waypost/contract'
import { ownerOf } from '../http/caller.ts'
import { boundSessions } from '../http/caller-reach.ts'
import { withAudit } from '../audit/with-audit.ts'
import { route } from '../http/route.ts'
import { findOwnedSession } from '../sessions/find-session.ts'
import { cancelMessage, type CancelNeeds } from './cancel-message.ts'
import { findMessage, type FindNeeds } from '../messages/find-message.ts'
import { messageStatus } from '../messages/message-status.ts'
import { resumeSession, type ResumeNeeds } from './resume-session.ts'
import { retryMany, type RetryManyNeeds } from './retry-many.ts'
import { retryMessage, retryPlan, type RetryPlan } from './retry-message.ts'

export interface MessageActionNeeds
  extends
    CancelNeeds,
    RetryManyNeeds,
    ResumeNeeds,
    Pick<SessionServices & AuditServices, 'freshSessions' | 'invalidateSessions' | 'recordAuditAction'> {
  messages: CancelNeeds['messages'] &
    RetryManyNeeds['messages'] &
    ResumeNeeds['messages'] &
    FindNeeds['messages']
  sessions: FindNeeds['sessions']
}

/** `POST /v1/messages/{id}/cancel`: call a waiting message back. */
export const cancelRoute = (needs: () => Promise<MessageActionNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/messages/{id}/cancel',
    access: 'send',
    operatorAction: { action: 'message.cancelled', of: 'everybody' },
    body: EmptyRequest,
    doc: {
      summary: 'Cancel a pending message',
      answers: { 200: CancelAnswer },
      refusals: ['MESSAGE_STATE_CONFLICT'],
    },
    async handle({ caller, params }) {
      const ready = await needs()
      const message = await findMessage(params.id, caller, ready)
      const cancelled = await cancelMessage(message, `Cancelled by ${ownerOf(caller)}.`, ready)
      return { status: 200, body: { id: cancelled.id, status: messageStatus(cancelled) } }
    },
  })

/** `POST /v1/messages/{id}/retry`: send a failed or unknown message again; `dryRun` says what would happen. */
export const retryRoute = (needs: () => Promise<MessageActionNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/messages/{id}/retry',
    access: 'send',
    operatorAction: { action: 'message.retried', of: 'everybody' },
    body: RetryRequest,
    doc: {
      summary: 'Retry a failed or unknown message',
      answers: { 200: RetryDryRunAnswer, 202: RetryAnswer },
      refusals: ['MESSAGE_STATE_CONFLICT'],
    },
    async handle({ caller, params, body }) {
      const ready = await needs()
      const message = await findMessage(params.id, caller, ready)
      if (body.dryRun === true) {
        const plan = planView(retryPlan(message, ready.clock.now()))
        const body: RetryDryRunAnswer = {
          id: message.id,
          dryRun: true,
          status: messageStatus(message),
          ...plan,
        }
        return { status: 200, body }
      }
      const retried = await retryMessage(message, ownerOf(caller), ready)
      return {
        status: 202,
        body: { id: message.id, status: messageStatus(retried.message), ...planView(retried.plan) },
      }
    },
  })

const planView = (plan: RetryPlan) => ({ ...plan, notAfter: plan.notAfter.toISOString() })

/** `POST /v1/messages/retry`: the same for all failed ones that a filter finds. Operators only. */
export const retryManyRoute = (needs: () => Promise<MessageActionNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/messages/retry',
    reach: 'live',
    access: 'admin',
    role: 'operator',
    operatorAction: { action: 'messages.retried', of: 'everybody' },
    body: RetryManyRequest,
    doc: {
      summary: 'Retry failed messages by filter',
      answers: { 200: RetryManyAnswer, 202: RetryManyAnswer },
    },
    async handle({ caller, body }) {
      const ready = await needs()
      // A bound key names the session, and it must be one of its own.
      if (boundSessions(caller))
        findOwnedSession(body.filter.session ?? '', caller, await ready.freshSessions())
      return {
        status: body.dryRun ? 200 : 202,
        body: { dryRun: body.dryRun, ...(await retryMany(body, ownerOf(caller), ready)) },
      }
    },
  })

/** `POST /v1/sessions/{id}/resume`: end a hold once Meta works again. Operators only. */
export const resumeRoute = (needs: () => Promise<MessageActionNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/sessions/{id}/resume',
    reach: 'live',
    access: 'admin',
    role: 'operator',
    body: EmptyRequest,
    doc: {
      summary: 'Resume a session',
      answers: { 200: ResumeAnswer },
      refusals: messageErrorCodes,
    },
    async handle(request) {
      const ready = await needs()
      const { recordAuditAction, invalidateSessions } = ready
      const session = findOwnedSession(request.params.id, request.caller, await ready.freshSessions())
      const { id, hold } = session
      const act = {
        action: 'session.resumed',
        target: id,
        sessionId: id,
        details: { was: hold?.code ?? 'not on hold' },
      }
      const { woken } = await withAudit({ act, request, recordAuditAction }, () =>
        resumeSession(session, ready),
      )
      invalidateSessions()
      return { status: 200, body: { id, resumed: hold !== undefined, woken } }
    },
  })
