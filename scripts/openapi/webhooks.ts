/** What customers' endpoints are sent, from the catalogue of events. */
import { eventCatalogue, type EventType, eventTypes, webhookBody } from '@waypost/contract'
import type { ZodOpenApiPathsObject } from 'zod-openapi'

/** Headers of every delivery, by the names of their components. */
export const deliveryHeaders = {
  'webhook-id': {
    in: 'header' as const,
    name: 'webhook-id',
    required: true,
    description: 'The delivery: the same with every attempt. Use it to do nothing twice.',
    schema: { type: 'string' as const, examples: ['dlv_01k9m3v5xq8r7t2w4y6z1a3b5c'] },
  },
  'webhook-timestamp': {
    in: 'header' as const,
    name: 'webhook-timestamp',
    required: true,
    description: 'When this attempt was made, in seconds since 1970. Refuse what is older than five minutes.',
    schema: { type: 'string' as const, examples: ['1801418400'] },
  },
  'webhook-signature': {
    in: 'header' as const,
    name: 'webhook-signature',
    required: true,
    description:
      'Standard Webhooks: `v1,` and the HMAC-SHA256 of `webhook-id.webhook-timestamp.body` in base64; two of them, a space between, while a secret rotates.',
    schema: { type: 'string' as const, examples: ['v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4='] },
  },
}

/** What an endpoint may answer. */
export const deliveryAnswers = {
  Taken: { description: 'Taken. Answer within ten seconds, and do the work afterwards.' },
  Gone: { description: 'The endpoint is gone: it is disabled and gets nothing more.' },
  NotTaken: { description: 'Not taken: it is sent again, at growing distances.' },
}

/** One webhook for each type of event. */
export const webhooks = (): ZodOpenApiPathsObject =>
  Object.fromEntries(eventTypes.map((type) => [type, { post: webhook(type) }]))

function webhook(type: EventType) {
  const { summary, example } = eventCatalogue[type]
  return {
    operationId: `on${pascal(type)}`,
    summary,
    tags: ['Events'],
    parameters: Object.keys(deliveryHeaders).map((name) => ({ $ref: `#/components/parameters/${name}` })),
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: webhookBody(type),
          examples: { [type]: { value: { type, timestamp: '2027-01-31T18:00:00.000Z', data: example } } },
        },
      },
    },
    responses: {
      '2XX': { $ref: '#/components/responses/Taken' },
      '410': { $ref: '#/components/responses/Gone' },
      '4XX': { $ref: '#/components/responses/NotTaken' },
    },
  }
}

const pascal = (type: string): string =>
  type.replaceAll(/(?:^|[._])(\w)/g, (_, letter: string) => letter.toUpperCase())
