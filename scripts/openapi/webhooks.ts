/** What customers' endpoints are sent, from the catalogue of events. */
import { eventCatalogue, type EventType, eventTypes, webhookBody } from '@waypost/contract'
import type { ZodOpenApiPathsObject } from 'zod-openapi'

const headers = [
  {
    in: 'header' as const,
    name: 'webhook-id',
    required: true,
    description: 'The delivery: the same with every attempt. Use it to do nothing twice.',
    schema: { type: 'string' as const, examples: ['dlv_01k9m3v5xq8r7t2w4y6z1a3b5c'] },
  },
  {
    in: 'header' as const,
    name: 'webhook-timestamp',
    required: true,
    description: 'When this attempt was made, in seconds since 1970. Refuse what is older than five minutes.',
    schema: { type: 'string' as const, examples: ['1801418400'] },
  },
  {
    in: 'header' as const,
    name: 'webhook-signature',
    required: true,
    description:
      'Standard Webhooks: `v1,` and the HMAC-SHA256 of `webhook-id.webhook-timestamp.body` in base64; two of them, a space between, while a secret rotates.',
    schema: { type: 'string' as const, examples: ['v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4='] },
  },
]

/** One webhook for each type of event. */
export const webhooks = (): ZodOpenApiPathsObject =>
  Object.fromEntries(eventTypes.map((type) => [type, { post: webhook(type) }]))

function webhook(type: EventType) {
  const { summary, example } = eventCatalogue[type]
  return {
    operationId: `on${pascal(type)}`,
    summary,
    tags: ['Events'],
    parameters: headers,
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
      '2XX': { description: 'Taken. Answer within ten seconds, and do the work afterwards.' },
      '410': { description: 'The endpoint is gone: it is disabled and gets nothing more.' },
      '4XX': { description: 'Not taken: it is sent again, at growing distances.' },
    },
  }
}

const pascal = (type: string): string =>
  type.replaceAll(/(?:^|[._])(\w)/g, (_, letter: string) => letter.toUpperCase())
