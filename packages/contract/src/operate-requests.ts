/** What may be asked of messages that were sent already. */
import { z } from 'zod'

const dryRun = z
  .boolean()
  .exactOptional()
  .meta({ description: 'Say what would happen, and do nothing.', examples: [true] })

/** The body of `POST /v1/messages/{id}/retry`. */
export const RetryRequest = z.strictObject({ dryRun }).meta({ id: 'RetryRequest' })
export type RetryRequest = z.infer<typeof RetryRequest>

/** The body of requests that say all in their path. */
export const EmptyRequest = z.strictObject({}).meta({ id: 'EmptyRequest' })

/** The body of `POST /v1/messages/retry`. */
export const RetryManyRequest = z
  .strictObject({
    filter: z
      .strictObject({
        session: z
          .string()
          .min(1)
          .max(100)
          .exactOptional()
          .meta({ description: 'Only of this sender.', examples: ['ses_demo'] }),
        template: z
          .string()
          .min(1)
          .max(512)
          .exactOptional()
          .meta({ description: 'Only of this template.', examples: ['order_shipped'] }),
        error: z
          .string()
          .min(1)
          .max(100)
          .exactOptional()
          .meta({ description: 'Only those that failed with this code.', examples: ['UPSTREAM_FAILED'] }),
        since: z.iso
          .datetime({ offset: true })
          .exactOptional()
          .meta({
            description: 'Only those asked for at or after this instant.',
            examples: ['2027-01-31T18:00:00Z'],
          }),
        until: z.iso
          .datetime({ offset: true })
          .exactOptional()
          .meta({
            description: 'Only those asked for before this instant.',
            examples: ['2027-02-01T18:00:00Z'],
          }),
      })
      .meta({ description: 'Which failed messages.', examples: [{ error: 'UPSTREAM_FAILED' }] }),
    dryRun: z
      .boolean()
      .default(true)
      .meta({ description: 'Only count them: the default. Send `false` to retry them.', examples: [false] }),
  })
  .meta({ id: 'RetryManyRequest' })
export type RetryManyRequest = z.infer<typeof RetryManyRequest>
