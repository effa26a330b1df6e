/** Answers to actions on messages and sessions. */
import { z } from 'zod'
import { count, instant, messageId, messageStatus, sessionId } from '../fields/view-fields.ts'

/** `POST /v1/messages/{id}/cancel`. */
export const CancelAnswer = z
  .object({
    id: messageId,
    status: messageStatus.meta({ description: 'Where the message is now.', examples: ['cancelled'] }),
  })
  .meta({ id: 'CancelAnswer' })
export type CancelAnswer = z.infer<typeof CancelAnswer>

const retryPlan = {
  id: messageId,
  status: messageStatus.meta({ description: 'Where the message is now.', examples: ['queued'] }),
  will: z.string().meta({
    description: 'What the retry does, and its risk.',
    examples: ['The message is sent again, with all attempts of a new message.'],
  }),
  mayDouble: z.boolean().meta({ description: 'Whether the recipient may get it twice.', examples: [false] }),
  notAfter: instant('Not sent later than this.'),
}

/** `POST /v1/messages/{id}/retry`. */
export const RetryAnswer = z.object(retryPlan).meta({ id: 'RetryAnswer' })
export type RetryAnswer = z.infer<typeof RetryAnswer>

/** The same with `dryRun: true`: nothing changed. */
export const RetryDryRunAnswer = z
  .object({
    dryRun: z.literal(true).meta({ description: 'Nothing was changed.', examples: [true] }),
    ...retryPlan,
  })
  .meta({ id: 'RetryDryRunAnswer' })
export type RetryDryRunAnswer = z.infer<typeof RetryDryRunAnswer>

/** `POST /v1/messages/retry`. */
export const RetryManyAnswer = z
  .object({
    dryRun: z.boolean().meta({ description: 'Whether they were only counted.', examples: [false] }),
    matching: count('Failed messages that match the filter.', 12),
    retried: count('Messages that this call retried.', 12),
    left: count('Messages that are still failed: repeat the call.', 0),
  })
  .meta({ id: 'RetryManyAnswer' })
export type RetryManyAnswer = z.infer<typeof RetryManyAnswer>

/** `POST /v1/sessions/{id}/resume`. */
export const ResumeAnswer = z
  .object({
    id: sessionId,
    resumed: z.boolean().meta({ description: 'Whether it was on hold.', examples: [true] }),
    woken: count('Held messages that are sent now; any beyond the first 500 follow.', 3),
  })
  .meta({ id: 'ResumeAnswer' })
export type ResumeAnswer = z.infer<typeof ResumeAnswer>
