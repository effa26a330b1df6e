/** The body of `POST /v1/messages/{id}/read`, and its answer. */
import { z } from 'zod'
import { wamid } from '../fields/view-fields.ts'
import { session } from '../fields/session.ts'

/** Marks an inbound message as read, with a typing indicator if wanted. */
export const MarkReadRequest = z
  .strictObject({
    session,
    typing: z
      .boolean()
      .exactOptional()
      .meta({
        description: 'Show a typing indicator until the reply, 25 seconds at most.',
        examples: [true],
      }),
  })
  .meta({ id: 'MarkReadRequest' })
export type MarkReadRequest = z.infer<typeof MarkReadRequest>

/** The message that Meta now shows as read. */
export const MarkReadAnswer = z
  .object({
    messageId: wamid,
    read: z.literal(true).meta({ description: 'Meta shows it as read.', examples: [true] }),
    dryRun: z
      .literal(true)
      .optional()
      .meta({ description: 'Set for test keys without a simulator: Meta was not called.', examples: [true] }),
  })
  .meta({ id: 'MarkReadAnswer' })
export type MarkReadAnswer = z.infer<typeof MarkReadAnswer>
