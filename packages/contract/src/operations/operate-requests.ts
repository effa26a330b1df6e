/** Requests about messages that exist already. */
import { z } from 'zod'
import { sessionFilter } from '../fields/session.ts'
import { optionalInstant, optionalText } from '../fields/request-fields.ts'

const dryRun = z
  .boolean()
  .exactOptional()
  .meta({ description: 'Return what would happen, and change nothing.', examples: [true] })

/** The body of `POST /v1/messages/{id}/retry`. */
export const RetryRequest = z.strictObject({ dryRun }).meta({ id: 'RetryRequest' })
export type RetryRequest = z.infer<typeof RetryRequest>

/** An empty body: the path says everything. */
export const EmptyRequest = z.strictObject({}).meta({ id: 'EmptyRequest' })

/** The body of `POST /v1/messages/retry`. */
export const RetryManyRequest = z
  .strictObject({
    filter: z
      .strictObject({
        session: sessionFilter,
        template: optionalText('Only messages with this template.', 'order_shipped', 512),
        code: optionalText('Only messages that failed with this error code.', 'UPSTREAM_FAILED', 100),
        since: optionalInstant('Only messages created at or after this instant.'),
        until: optionalInstant('Only messages created before this instant.', '2027-02-01T18:00:00Z'),
      })
      .meta({ description: 'Which failed messages.', examples: [{ code: 'UPSTREAM_FAILED' }] }),
    dryRun: z
      .boolean()
      .default(true)
      .meta({ description: 'Only count them (the default). Send `false` to retry them.', examples: [false] }),
  })
  .meta({ id: 'RetryManyRequest' })
export type RetryManyRequest = z.infer<typeof RetryManyRequest>
