/** The body of `POST /v1/messages/{id}/read`. */
import { z } from 'zod'
import { sendOptions } from './send-options.ts'

export const MarkReadRequest = z
  .strictObject({
    session: sendOptions.session.meta({
      description: 'The sender that got the message; may be left out where there is one or a default.',
      examples: ['ses_01k9m3v5xq8r7t2w4y6z1a3b5c'],
    }),
    typing: z
      .boolean()
      .exactOptional()
      .meta({
        description: 'Show that somebody is typing, until the reply or for 25 seconds.',
        examples: [true],
      }),
  })
  .meta({ id: 'MarkReadRequest' })
export type MarkReadRequest = z.infer<typeof MarkReadRequest>
