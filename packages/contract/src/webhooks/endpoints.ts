/** Endpoints: the URLs that receive a customer's events. */
import { z } from 'zod'
import { eventTypes } from '../events/event-types.ts'
import { eventType } from '../events/events.ts'
import { oneOfForms } from '../fields/one-of-forms.ts'
import { instant } from '../fields/view-fields.ts'

const events = z
  .array(z.union([z.literal('*'), eventType], oneOfForms(`must be * or one of ${eventTypes.join(', ')}`)))
  .min(1, 'must name at least one type of event, or be ["*"]')
  .max(50)
  .meta({
    description: 'The event types; `*` for all.',
    examples: [['message.delivered', 'message.failed']],
  })

const url = z
  .string()
  .max(2000)
  .meta({
    description:
      'The https URL that receives events, on a public address. Without one, read events with `GET /v1/deliveries`.',
    examples: ['https://example.com/hooks/waypost'],
  })
const enabled = z.boolean().meta({ description: 'Whether it receives events.', examples: [true] })
const ordered = z.boolean().meta({
  description: 'Deliver the events of one conversation in order: a failing delivery blocks those after it.',
  examples: [false],
})
const description = z
  .string()
  .max(200)
  .meta({ description: 'For people.', examples: ['Order service, production'] })

/** The body of `POST /v1/endpoints`. */
export const CreateEndpointRequest = z
  .strictObject({
    url: url.exactOptional(),
    events,
    session: z
      .string()
      .min(1)
      .max(100)
      .exactOptional()
      .meta({
        description:
          'Only events of this session. By default, for an API key: events of its owner’s messages and sessions. `*`: all events, for operators.',
        examples: ['ses_01k9m3v5xq8r7t2w4y6z1a3b5c'],
      }),
    enabled: enabled.default(true),
    ordered: ordered.default(false),
    description: description.exactOptional(),
  })
  .meta({ id: 'CreateEndpointRequest' })
export type CreateEndpointRequest = z.infer<typeof CreateEndpointRequest>

/** The body of `PUT /v1/endpoints/{id}`: what is left out stays as it is. */
export const ChangeEndpointRequest = z
  .strictObject({
    url: url.exactOptional(),
    events: events.exactOptional(),
    enabled: enabled.exactOptional(),
    ordered: ordered.exactOptional(),
    description: description.exactOptional(),
  })
  .meta({ id: 'ChangeEndpointRequest' })
export type ChangeEndpointRequest = z.infer<typeof ChangeEndpointRequest>

/** The body of `POST /v1/endpoints/{id}/rotate`. */
export const RotateSecretRequest = z
  .strictObject({
    overlapHours: z
      .number()
      .min(0)
      .max(168)
      .default(24)
      .meta({ description: 'How many hours the old secret signs too.', examples: [24] }),
  })
  .meta({ id: 'RotateSecretRequest' })

const secret = z.string().meta({
  description: 'The signing secret (Standard Webhooks). Shown only here.',
  examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
})

/** An endpoint as the API shows it. */
export const EndpointView = z
  .object({
    id: z.string().meta({ description: 'The endpoint.', examples: ['ep_01k9m3v5xq8r7t2w4y6z1a3b5c'] }),
    url: url.optional(),
    events,
    session: z
      .string()
      .optional()
      .meta({
        description: 'The session whose events it receives, or `*` for all; absent: the events of its owner.',
        examples: ['ses_01k9m3v5xq8r7t2w4y6z1a3b5c'],
      }),
    owner: z.string().meta({ description: 'The owner.', examples: ['acme'] }),
    enabled,
    disabled: z
      .object({
        at: instant('When.'),
        reason: z.string().meta({ description: 'Why.', examples: ['It answered 410 Gone.'] }),
      })
      .optional()
      .meta({ description: 'Set when Waypost disabled it. Enable it again after the repair.' }),
    ordered,
    description: description.optional(),
    failingSince: instant(
      'Since when all deliveries fail; after 120 hours the endpoint is disabled.',
    ).optional(),
    secretRotatesUntil: instant('Until when the previous secret signs too.').optional(),
    createdAt: instant('When it was made.'),
  })
  .meta({ id: 'EndpointView' })
export type EndpointView = z.infer<typeof EndpointView>

/** The answer to making an endpoint, and to rotating its secret. */
export const EndpointWithSecret = EndpointView.extend({ secret }).meta({ id: 'EndpointWithSecret' })
export type EndpointWithSecret = z.infer<typeof EndpointWithSecret>

/** The endpoints a caller may see, newest first. */
export const EndpointList = z
  .object({ data: z.array(EndpointView).meta({ description: 'The endpoints, 100 at most.' }) })
  .meta({ id: 'EndpointList' })

/** The answer to deleting an endpoint. */
export const EndpointDeleted = z
  .object({
    id: z
      .string()
      .meta({ description: 'The deleted endpoint.', examples: ['ep_01k9m3v5xq8r7t2w4y6z1a3b5c'] }),
    deleted: z.literal(true).meta({ description: 'It was deleted.', examples: [true] }),
  })
  .meta({ id: 'EndpointDeleted' })

/** The answer to `POST /v1/endpoints/{id}/test`. */
export const EndpointTestAnswer = z
  .object({
    delivery: z.string().meta({
      description: 'The delivery of the test event: `GET /v1/deliveries/{id}` has its result.',
      examples: ['dlv_01k9m3v5xq8r7t2w4y6z1a3b5c'],
    }),
  })
  .meta({ id: 'EndpointTestAnswer' })
