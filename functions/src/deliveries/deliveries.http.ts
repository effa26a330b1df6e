import type { AuditServices } from '../audit/record-audit-action.ts'
import {
  DeliveryList,
  DeliveryView,
  EmptyRequest,
  ListDeliveriesQuery,
  ReplayAnswer,
  ReplayRequest,
} from '@waypost/contract'
import { withAudit } from '../audit/with-audit.ts'
import { pageAnswer } from '../http/page.ts'
import { route } from '../http/route.ts'
import { deliveryView, deliveryWithLog } from './delivery-view.ts'
import { findDelivery, listDeliveries, type ListDeliveriesNeeds } from './list-deliveries.ts'
import { replayDeliveries, resendDelivery, type ResendNeeds } from './resend-deliveries.ts'

export interface DeliveryRouteNeeds
  extends ListDeliveriesNeeds, ResendNeeds, Pick<AuditServices, 'recordAuditAction'> {
  deliveries: ListDeliveriesNeeds['deliveries'] & ResendNeeds['deliveries']
}

const who = { access: 'webhooks', role: 'sender' } as const

/** `GET /v1/deliveries`: newest first. */
export const listDeliveriesRoute = (needs: () => Promise<DeliveryRouteNeeds>) =>
  route({
    ...who,
    method: 'GET',
    path: '/v1/deliveries',
    query: ListDeliveriesQuery,
    doc: { summary: 'List deliveries', answers: { 200: DeliveryList } },
    async handle({ caller, query }) {
      return pageAnswer(await listDeliveries(query, caller, await needs()), deliveryView)
    },
  })

/** `GET /v1/deliveries/{id}`: with its attempts. */
export const getDeliveryRoute = (needs: () => Promise<DeliveryRouteNeeds>) =>
  route({
    ...who,
    method: 'GET',
    path: '/v1/deliveries/{id}',
    doc: {
      summary: 'Get a delivery with its attempts',
      answers: { 200: DeliveryView },
      refusals: ['DELIVERY_NOT_FOUND'],
    },
    async handle({ caller, params }) {
      const delivery = await findDelivery(params.id, caller, await needs())
      return { status: 200, body: deliveryWithLog(delivery) }
    },
  })

/** `POST /v1/deliveries/{id}/resend`: the same id and body again, whatever became of it. */
export const resendDeliveryRoute = (needs: () => Promise<DeliveryRouteNeeds>) =>
  route({
    ...who,
    method: 'POST',
    path: '/v1/deliveries/{id}/resend',
    body: EmptyRequest,
    doc: {
      summary: 'Resend a delivery',
      answers: { 202: DeliveryView },
      refusals: ['DELIVERY_NOT_FOUND', 'ENDPOINT_NOT_FOUND', 'ENDPOINT_DISABLED'],
    },
    async handle(request) {
      const ready = await needs()
      const delivery = await findDelivery(request.params.id, request.caller, ready)
      const act = {
        action: 'delivery.resent',
        target: delivery.id,
        details: { endpoint: delivery.endpointId },
      }
      const resent = await withAudit({ act, request, recordAuditAction: ready.recordAuditAction }, () =>
        resendDelivery(delivery, ready),
      )
      return { status: 202, body: deliveryWithLog(resent) }
    },
  })

/** `POST /v1/deliveries/replay`: the same for all that a filter finds. */
export const replayDeliveriesRoute = (needs: () => Promise<DeliveryRouteNeeds>) =>
  route({
    ...who,
    method: 'POST',
    path: '/v1/deliveries/replay',
    body: ReplayRequest,
    doc: { summary: 'Replay deliveries in a time range', answers: { 202: ReplayAnswer } },
    async handle(request) {
      const { caller, body } = request
      const ready = await needs()
      const { since, failedOnly, endpoint } = body
      const act = { action: 'deliveries.replayed', target: endpoint ?? 'all', details: { since, failedOnly } }
      const replayed = await withAudit({ act, request, recordAuditAction: ready.recordAuditAction }, () =>
        replayDeliveries(body, caller, ready),
      )
      return { status: 202, body: replayed }
    },
  })
