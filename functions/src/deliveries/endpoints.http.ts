import type { AuditServices } from '../audit/record-audit-action.ts'
import {
  ChangeEndpointRequest,
  CreateEndpointRequest,
  EmptyRequest,
  EndpointDeleted,
  EndpointList,
  EndpointTestAnswer,
  EndpointView,
  EndpointWithSecret,
  RotateSecretRequest,
} from '@waypost/contract'
import type { z } from 'zod'
import { withAudit } from '../audit/with-audit.ts'
import { reachesMode } from '../http/caller-reach.ts'
import { route } from '../http/route.ts'
import { readerKeys } from './endpoint-scope.ts'
import { endpointView, endpointWithSecret } from './endpoint-view.ts'
import {
  changeEndpoint,
  findEndpoint,
  storeEndpoint,
  resolveEndpoint,
  removeEndpoint,
  rotateSecret,
  type EndpointNeeds,
} from './manage-endpoints.ts'
import { publishTestEvent, type PublishTestEventNeeds } from './publish-test-event.ts'

export type EndpointRouteNeeds = EndpointNeeds &
  PublishTestEventNeeds &
  Pick<AuditServices, 'recordAuditAction'>

const who = { access: 'webhooks', role: 'sender' } as const

/** `POST /v1/endpoints`: its secret is in this answer and nowhere else. */
export const createEndpointRoute = (needs: () => Promise<EndpointRouteNeeds>) =>
  route({
    ...who,
    method: 'POST',
    path: '/v1/endpoints',
    body: CreateEndpointRequest,
    doc: {
      summary: 'Create an endpoint',
      answers: { 201: EndpointWithSecret },
      refusals: ['ENDPOINT_URL_FORBIDDEN', 'ENDPOINT_LIMIT', 'SESSION_FORBIDDEN'],
    },
    async handle(request) {
      const ready = await needs()
      const endpoint = await resolveEndpoint(request.body, request.caller, ready)
      const { id, scope } = endpoint
      const act = { action: 'endpoint.created', target: id, details: { scope } }
      await withAudit({ act, request, recordAuditAction: ready.recordAuditAction }, () =>
        storeEndpoint(endpoint, ready),
      )
      return { status: 201, body: endpointWithSecret(endpoint, ready.clock.now()) }
    },
  })

/** `GET /v1/endpoints`: those of the caller and of its sessions, the youngest first. */
export const listEndpointsRoute = (needs: () => Promise<EndpointRouteNeeds>) =>
  route({
    ...who,
    method: 'GET',
    path: '/v1/endpoints',
    doc: { summary: 'List endpoints', answers: { 200: EndpointList } },
    async handle({ caller }) {
      const { endpoints, freshSessions, clock } = await needs()
      const listed = await endpoints.list(readerKeys(caller, await freshSessions()))
      const found = listed.filter(({ mode }) => reachesMode(caller, mode))
      return { status: 200, body: { data: found.map((one) => endpointView(one, clock.now())) } }
    },
  })

/** `GET /v1/endpoints/{id}` */
export const getEndpointRoute = (needs: () => Promise<EndpointRouteNeeds>) =>
  route({
    ...who,
    method: 'GET',
    path: '/v1/endpoints/{id}',
    doc: { summary: 'Get an endpoint', answers: { 200: EndpointView }, refusals: ['ENDPOINT_NOT_FOUND'] },
    async handle({ caller, params }) {
      const ready = await needs()
      const endpoint = await findEndpoint(params.id, caller, ready)
      return { status: 200, body: endpointView(endpoint, ready.clock.now()) }
    },
  })

/** `PUT /v1/endpoints/{id}`: what the body leaves out stays as it is. */
export const changeEndpointRoute = (needs: () => Promise<EndpointRouteNeeds>) =>
  route({
    ...who,
    method: 'PUT',
    path: '/v1/endpoints/{id}',
    body: ChangeEndpointRequest,
    doc: {
      summary: 'Update or enable an endpoint',
      answers: { 200: EndpointView },
      refusals: ['ENDPOINT_NOT_FOUND', 'ENDPOINT_URL_FORBIDDEN'],
    },
    async handle(request) {
      const { caller, params, body } = request
      const ready = await needs()
      const endpoint = await findEndpoint(params.id, caller, ready)
      const act = {
        action: 'endpoint.changed',
        target: endpoint.id,
        details: { fields: Object.keys(body).join(' ') },
      }
      const changed = await withAudit({ act, request, recordAuditAction: ready.recordAuditAction }, () =>
        changeEndpoint(endpoint, { input: body, caller }, ready),
      )
      return { status: 200, body: endpointView(changed, ready.clock.now()) }
    },
  })

/** `DELETE /v1/endpoints/{id}`: deliveries that wait are cancelled when their time comes. */
export const deleteEndpointRoute = (needs: () => Promise<EndpointRouteNeeds>) =>
  route({
    ...who,
    method: 'DELETE',
    path: '/v1/endpoints/{id}',
    doc: {
      summary: 'Delete an endpoint',
      answers: { 200: EndpointDeleted },
      refusals: ['ENDPOINT_NOT_FOUND'],
    },
    async handle(request) {
      const ready = await needs()
      const endpoint = await findEndpoint(request.params.id, request.caller, ready)
      const act = { action: 'endpoint.deleted', target: endpoint.id }
      await withAudit({ act, request, recordAuditAction: ready.recordAuditAction }, () =>
        removeEndpoint(endpoint, ready),
      )
      const body: z.input<typeof EndpointDeleted> = { id: endpoint.id, deleted: true }
      return { status: 200, body }
    },
  })

/** `POST /v1/endpoints/{id}/rotate`: a new secret; the old one signs too until the overlap ends. */
export const rotateSecretRoute = (needs: () => Promise<EndpointRouteNeeds>) =>
  route({
    ...who,
    method: 'POST',
    path: '/v1/endpoints/{id}/rotate',
    body: RotateSecretRequest,
    doc: {
      summary: 'Rotate the secret of an endpoint',
      answers: { 200: EndpointWithSecret },
      refusals: ['ENDPOINT_NOT_FOUND'],
    },
    async handle(request) {
      const { caller, params, body } = request
      const ready = await needs()
      const endpoint = await findEndpoint(params.id, caller, ready)
      const details = { overlapHours: body.overlapHours }
      const act = { action: 'endpoint.rotated', target: endpoint.id, details }
      const changed = await withAudit({ act, request, recordAuditAction: ready.recordAuditAction }, () =>
        rotateSecret(endpoint, body.overlapHours, ready),
      )
      return { status: 200, body: endpointWithSecret(changed, ready.clock.now()) }
    },
  })

/** `POST /v1/endpoints/{id}/test`: a `webhook.test` event for this endpoint alone. */
export const testEndpointRoute = (needs: () => Promise<EndpointRouteNeeds>) =>
  route({
    ...who,
    method: 'POST',
    path: '/v1/endpoints/{id}/test',
    body: EmptyRequest,
    doc: {
      summary: 'Send an endpoint a test event',
      answers: { 202: EndpointTestAnswer },
      refusals: ['ENDPOINT_NOT_FOUND', 'ENDPOINT_DISABLED'],
    },
    async handle({ caller, params }) {
      const ready = await needs()
      const endpoint = await findEndpoint(params.id, caller, ready)
      return { status: 202, body: { delivery: await publishTestEvent(endpoint, ready) } }
    },
  })
