import {
  EmptyRequest,
  ListRawWebhooksQuery,
  RawWebhookDetail,
  RawWebhookList,
  ReprocessAnswer,
} from '@waypost/contract'
import { pageAnswer } from '../http/page.ts'
import { route } from '../http/route.ts'
import {
  findRawWebhook,
  listRawWebhooks,
  rawWebhookDetail,
  rawWebhookView,
  type RawWebhookNeeds,
} from './raw-webhooks.ts'
import { reprocessWebhook, type ReprocessNeeds } from './reprocess-webhook.ts'

export type RawWebhookRouteNeeds = RawWebhookNeeds & ReprocessNeeds

/** `GET /v1/raw-webhooks`: lists webhooks from Meta by state, quarantined ones by default. Operators only. */
export const listRawWebhooksRoute = (needs: () => Promise<RawWebhookRouteNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/raw-webhooks',
    reach: 'installation',
    access: 'admin',
    role: 'operator',
    query: ListRawWebhooksQuery,
    doc: { summary: 'List quarantined webhooks', answers: { 200: RawWebhookList } },
    async handle({ query }) {
      return pageAnswer(await listRawWebhooks(query, await needs()), rawWebhookView)
    },
  })

/** `GET /v1/raw-webhooks/{id}`: one of them with its reason and its body. */
export const getRawWebhookRoute = (needs: () => Promise<RawWebhookRouteNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/raw-webhooks/{id}',
    reach: 'installation',
    access: 'admin',
    role: 'operator',
    doc: { summary: 'Get a raw webhook', answers: { 200: RawWebhookDetail } },
    async handle({ params }) {
      const ready = await needs()
      return {
        status: 200,
        body: await rawWebhookDetail(await findRawWebhook(params.id, ready), ready),
      }
    },
  })

/** `POST /v1/raw-webhooks/{id}/reprocess`: have it done again. */
export const reprocessRoute = (needs: () => Promise<RawWebhookRouteNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/raw-webhooks/{id}/reprocess',
    reach: 'installation',
    access: 'admin',
    role: 'operator',
    body: EmptyRequest,
    operatorAction: { action: 'webhook.reprocessed', of: 'everybody' },
    doc: { summary: 'Reprocess a webhook', answers: { 200: ReprocessAnswer } },
    async handle({ params }) {
      const ready = await needs()
      const found = await findRawWebhook(params.id, ready)
      return { status: 200, body: await reprocessWebhook(found, ready) }
    },
  })
