import { z } from 'zod'

const text = (description: string, example: string, most = 200) =>
  z
    .string()
    .min(1)
    .max(most)
    .exactOptional()
    .meta({ description, examples: [example] })

/** The query of `GET /v1/messages`. */
export const ListMessagesQuery = z.strictObject({
  session: text('Only those of this sender.', 'ses_01k9m3v5xq8r7t2w4y6z1a3b5c'),
  to: text('Only those to this phone number.', '+972546800360', 50),
  template: text('Only those of this template.', 'order_shipped', 512),
  cursor: text('`nextCursor` of the page before.', 'MjAyNy0wMS0zMVQxODowMDowMC4wMDBa', 500),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(20)
    .meta({ description: 'How many, 100 at most.', examples: [20] }),
})
export type ListMessagesQuery = z.infer<typeof ListMessagesQuery>
