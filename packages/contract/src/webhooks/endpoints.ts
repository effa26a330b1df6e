/** Endpoints: where a customer wants to be told of events. */
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
    description: 'Which types of events; `*` for all.',
    examples: [['message.delivered', 'message.failed']],
  })

const url = z
  .string()
  .max(2000)
  .meta({
    description:
      'Where events are posted: https, on a public address. Without one nothing is posted: read `GET /v1/deliveries`.',
    examples: ['https://example.com/hooks/waypost'],
  })
const enabled = z.boolean().meta({ description: 'Whether it is told anything.', examples: [true] })
const ordered = z.boolean().meta({
  description:
    'Deliveries of one conversation come one after another: one that fails keeps those behind it waiting.',
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
          'Only events of this sender. Left out, by an API key: of its owner’s messages and of all senders the owner has. `*`: of everybody, for operators.',
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
      .meta({ description: 'How long the old secret signs too.', examples: [24] }),
  })
  .meta({ id: 'RotateSecretRequest' })

const secret = z.string().meta({
  description: 'Signs what is posted (Standard Webhooks). Shown here and never again.',
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
        description: 'The one sender it hears of, or `*` for everybody; absent: whatever is its owner’s.',
        examples: ['ses_01k9m3v5xq8r7t2w4y6z1a3b5c'],
      }),
    owner: z.string().meta({ description: 'Whose it is.', examples: ['acme'] }),
    enabled,
    disabled: z
      .object({
        at: instant('When.'),
        reason: z.string().meta({ description: 'Why.', examples: ['It answered 410 Gone.'] }),
      })
      .optional()
      .meta({ description: 'Set when Waypost disabled it; enable it again once it is repaired.' }),
    ordered,
    description: description.optional(),
    failingSince: instant('Since when nothing arrives there; after 120 hours it is disabled.').optional(),
    secretRotatesUntil: instant('Until when an older secret signs too.').optional(),
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
    id: z.string().meta({ description: 'What was deleted.', examples: ['ep_01k9m3v5xq8r7t2w4y6z1a3b5c'] }),
    deleted: z.literal(true).meta({ description: 'That it is gone.', examples: [true] }),
  })
  .meta({ id: 'EndpointDeleted' })

/** The answer to `POST /v1/endpoints/{id}/test`. */
export const EndpointTestAnswer = z
  .object({
    delivery: z.string().meta({
      description: 'The delivery of the test event: `GET /v1/deliveries/{id}` tells how it went.',
      examples: ['dlv_01k9m3v5xq8r7t2w4y6z1a3b5c'],
    }),
  })
  .meta({ id: 'EndpointTestAnswer' })
