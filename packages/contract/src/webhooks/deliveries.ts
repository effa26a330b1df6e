/** Deliveries: one event for one endpoint, attempt by attempt. */
import { z } from 'zod'
import { eventType } from '../events/events.ts'
import { optionalInstant, paging } from '../fields/request-fields.ts'
import { count, instant, pageOf } from '../fields/view-fields.ts'

/**
 * `pending`: not tried yet. `retrying`: failed, tried again at `retryAt`. `delivered`: answered with 2xx. `exhausted`: all
 * attempts failed. `cancelled`: its endpoint was disabled or deleted. `kept`: its endpoint has no URL; read it here.
 */
export const deliveryStates = ['pending', 'retrying', 'delivered', 'exhausted', 'cancelled', 'kept'] as const
/** The state of a delivery. */
export type DeliveryState = (typeof deliveryStates)[number]

const deliveryState = z.enum(deliveryStates).meta({
  description:
    '`pending`: not tried yet. `retrying`: failed, tried again. `delivered`: answered with 2xx. `exhausted`: all attempts failed. `cancelled`: its endpoint was disabled or deleted. `kept`: its endpoint has no URL.',
  examples: ['delivered'],
})
const endpoint = z
  .string()
  .meta({ description: 'The endpoint.', examples: ['ep_01k9m3v5xq8r7t2w4y6z1a3b5c'] })

/** One attempt to deliver an event. */
export const DeliveryAttempt = z
  .object({
    at: instant('When it began.'),
    durationMs: count('The duration in milliseconds.', 84),
    status: z
      .int()
      .optional()
      .meta({ description: 'The HTTP status of the answer.', examples: [200] }),
    reason: z
      .string()
      .optional()
      .meta({
        description: 'Why the attempt failed.',
        examples: ['The connection was refused.'],
      }),
    answer: z
      .string()
      .optional()
      .meta({ description: 'The first 2 kB of the answer.', examples: ['ok'] }),
  })
  .meta({ id: 'DeliveryAttempt' })

/** A delivery as the API shows it. */
export const DeliveryView = z
  .object({
    id: z.string().meta({
      description: 'The delivery; the receiver sees it as `webhook-id`, the same in every attempt.',
      examples: ['dlv_01k9m3v5xq8r7t2w4y6z1a3b5c'],
    }),
    endpoint,
    event: z.string().meta({ description: 'The event.', examples: ['evt_01k9m3v5xq8r7t2w4y6z1a3b5c'] }),
    type: eventType,
    state: deliveryState,
    attempts: count('The number of attempts.', 1),
    createdAt: instant('When the delivery was created.'),
    retryAt: instant('When it is tried next.').optional(),
    body: z
      .object({
        type: eventType,
        timestamp: instant('When it happened.'),
        data: z.record(z.string(), z.json()).meta({
          description: 'What happened, by type.',
          examples: [{ id: 'msg_01k9m3v5xq8r7t2w4y6z1a3b5c' }],
        }),
      })
      .optional()
      .meta({ description: 'The body posted to the endpoint; absent when its contact was erased.' }),
    log: z
      .array(DeliveryAttempt)
      .optional()
      .meta({ description: 'The attempts, oldest first, the last 30; only for a single delivery.' }),
  })
  .meta({ id: 'DeliveryView' })
export type DeliveryView = z.infer<typeof DeliveryView>

/** One page of deliveries, newest first. */
export const DeliveryList = pageOf(DeliveryView, 'The deliveries, without their attempts.').meta({
  id: 'DeliveryList',
})

/** The query of `GET /v1/deliveries`. */
export const ListDeliveriesQuery = z.strictObject({
  endpoint: endpoint.exactOptional(),
  state: deliveryState.exactOptional(),
  type: eventType.exactOptional(),
  since: optionalInstant('Only deliveries created at or after this instant.'),
  until: optionalInstant('Only deliveries created before this instant.'),
  ...paging,
})
export type ListDeliveriesQuery = z.infer<typeof ListDeliveriesQuery>

/** The body of `POST /v1/deliveries/replay`. */
export const ReplayRequest = z
  .strictObject({
    since: instant('Deliveries created at or after this instant.'),
    until: optionalInstant('Deliveries created before this instant.'),
    failedOnly: z
      .boolean()
      .default(false)
      .meta({ description: 'Only exhausted and cancelled deliveries.', examples: [true] }),
    endpoint: endpoint.exactOptional(),
  })
  .meta({ id: 'ReplayRequest' })
export type ReplayRequest = z.infer<typeof ReplayRequest>

/** The answer to a replay. */
export const ReplayAnswer = z
  .object({
    replayed: count('Deliveries that are retried.', 12),
    skipped: z
      .int()
      .min(0)
      .meta({
        description:
          'Deliveries that are not: their endpoint is disabled or deleted, or their contact was erased.',
        examples: [0],
      }),
  })
  .meta({ id: 'ReplayAnswer' })
