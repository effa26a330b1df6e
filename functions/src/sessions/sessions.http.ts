import {
  ChangeSessionRequest,
  CreateSessionRequest,
  HoldSessionRequest,
  RotateSecretRequest,
  SessionDeleted,
  SessionDetails,
  SessionList,
  SessionView,
  WaypostError,
  WebhookSecretAnswer,
} from '@waypost/contract'
import { withAudit } from '../audit/with-audit.ts'
import { route, type Route } from '../http/route.ts'
import { findOwnedSession } from './find-session.ts'
import {
  changeSession,
  createSession,
  deleteSession,
  holdSession,
  type ManageSessionsNeeds,
} from './manage-sessions.ts'
import { ownedSessions } from './resolve-session.ts'
import { sessionDetails, sessionView } from './session-view.ts'

type Needs = () => Promise<ManageSessionsNeeds>

/** What owners may do with their sessions, and what only operators may. */
const forOwners = { access: 'sessions' } as const
const forOperators = { access: 'admin', role: 'operator' } as const
const notYours = ['SESSION_NOT_FOUND', 'SESSION_FORBIDDEN'] as const

/** `GET /v1/sessions`: those of the caller; operators see all. */
const listSessionsRoute = (needs: Needs) =>
  route({
    ...forOwners,
    method: 'GET',
    path: '/v1/sessions',
    doc: { summary: 'List sessions', answers: { 200: SessionList } },
    async handle({ caller }) {
      const sessions = ownedSessions(caller, await (await needs()).freshSessions())
      const data = sessions.toSorted((a, b) => a.name.localeCompare(b.name)).map(sessionView)
      return { status: 200, body: { data } }
    },
  })

/** `POST /v1/sessions`: operators only. */
const createSessionRoute = (needs: Needs) =>
  route({
    ...forOperators,
    method: 'POST',
    path: '/v1/sessions',
    reach: 'installation',
    body: CreateSessionRequest,
    doc: {
      summary: 'Create a session',
      answers: { 201: SessionDetails },
      refusals: ['SESSION_EXISTS', 'ENDPOINT_URL_FORBIDDEN'],
    },
    async handle(request) {
      const { session, webhook, webhookSecret } = await createSession(request.body, request, await needs())
      return { status: 201, body: sessionDetails(session, webhook, webhookSecret) }
    },
  })

/** `GET /v1/sessions/{id}`: with its webhook settings. */
const getSessionRoute = (needs: Needs) =>
  route({
    ...forOwners,
    method: 'GET',
    path: '/v1/sessions/{id}',
    doc: { summary: 'Get a session', answers: { 200: SessionDetails }, refusals: notYours },
    async handle({ caller, params }) {
      const { freshSessions, webhooks } = await needs()
      const session = findOwnedSession(params.id, caller, await freshSessions())
      return { status: 200, body: sessionDetails(session, await webhooks.find(session.id)) }
    },
  })

/** `PUT /v1/sessions/{id}`: what is left out stays as it is. */
const changeSessionRoute = (needs: Needs) =>
  route({
    ...forOwners,
    role: 'sender',
    method: 'PUT',
    path: '/v1/sessions/{id}',
    reach: 'live',
    body: ChangeSessionRequest,
    doc: {
      summary: 'Update a session or its webhook',
      answers: { 200: SessionDetails },
      refusals: [...notYours, 'SESSION_EXISTS', 'ENDPOINT_URL_FORBIDDEN'],
    },
    async handle(request) {
      const input = { input: request.body, request }
      const changed = await changeSession(request.params.id, input, await needs())
      return { status: 200, body: sessionDetails(changed.session, changed.webhook, changed.webhookSecret) }
    },
  })

/** `DELETE /v1/sessions/{id}`: refused while messages of it wait. */
const deleteSessionRoute = (needs: Needs) =>
  route({
    ...forOperators,
    method: 'DELETE',
    path: '/v1/sessions/{id}',
    reach: 'live',
    doc: {
      summary: 'Delete a session',
      answers: { 200: SessionDeleted },
      refusals: [...notYours, 'SESSION_IN_USE'],
    },
    async handle(request) {
      const id = request.params.id
      await deleteSession(id, request, await needs())
      const body: SessionDeleted = { id, deleted: true }
      return { status: 200, body }
    },
  })

/** `POST /v1/sessions/{id}/hold`: nothing is sent until it is resumed. */
const holdSessionRoute = (needs: Needs) =>
  route({
    ...forOperators,
    method: 'POST',
    path: '/v1/sessions/{id}/hold',
    reach: 'live',
    body: HoldSessionRequest,
    doc: { summary: 'Put a session on hold', answers: { 200: SessionView }, refusals: notYours },
    async handle(request) {
      const { reason } = request.body
      const session = await holdSession(request.params.id, { reason, request }, await needs())
      return { status: 200, body: sessionView(session) }
    },
  })

/** `POST /v1/sessions/{id}/webhook-secret`: a new one; the one before signs too until the overlap ends. */
const rotateWebhookSecretRoute = (needs: Needs) =>
  route({
    ...forOwners,
    role: 'sender',
    method: 'POST',
    path: '/v1/sessions/{id}/webhook-secret',
    reach: 'live',
    body: RotateSecretRequest,
    doc: {
      summary: 'Rotate the webhook secret of a session',
      answers: { 200: WebhookSecretAnswer },
      refusals: [...notYours, 'ENDPOINT_NOT_FOUND'],
    },
    async handle(request) {
      const { freshSessions, webhooks, recordAuditAction } = await needs()
      const { id } = findOwnedSession(request.params.id, request.caller, await freshSessions())
      const { overlapHours } = request.body
      const act = {
        action: 'session.webhook_secret_rotated',
        target: id,
        sessionId: id,
        details: { overlapHours },
      }
      const webhookSecret = await withAudit({ act, request, recordAuditAction }, () =>
        webhooks.rotate(id, overlapHours),
      )
      if (webhookSecret === null)
        throw new WaypostError('ENDPOINT_NOT_FOUND', {
          message: 'This session has no webhook: set its webhookUrl first.',
        })
      return { status: 200, body: { id, webhookSecret } }
    },
  })

/** Everything under `/v1/sessions`, but what asks Meta or wakes messages. */
export const sessionRoutes = (needs: Needs): readonly Route[] => [
  listSessionsRoute(needs),
  createSessionRoute(needs),
  getSessionRoute(needs),
  changeSessionRoute(needs),
  deleteSessionRoute(needs),
  holdSessionRoute(needs),
  rotateWebhookSecretRoute(needs),
]
