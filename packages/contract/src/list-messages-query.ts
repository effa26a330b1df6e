import { z } from 'zod'
import { messageStatuses } from './message-status.ts'

const text = (description: string, example: string, most = 200) =>
  z
    .string()
    .min(1)
    .max(most)
    .exactOptional()
    .meta({ description, examples: [example] })

const instant = (description: string, example: string) =>
  z.iso
    .datetime({ offset: true })
    .exactOptional()
    .meta({ description, examples: [example] })

/** The query of `GET /v1/messages`. */
export const ListMessagesQuery = z.strictObject({
  session: text('Only those of this sender.', 'ses_01k9m3v5xq8r7t2w4y6z1a3b5c'),
  direction: z
    .enum(['out', 'in'])
    .exactOptional()
    .meta({ description: 'Only those that were sent, or only those that came in.', examples: ['out'] }),
  status: z
    .enum([...messageStatuses, 'received'])
    .exactOptional()
    .meta({
      description: 'Only those that are there now; `received`: those that came in.',
      examples: ['failed'],
    }),
  to: text('Only those to this phone number or business-scoped user id.', '+972546800360', 150),
  template: text('Only those of this template.', 'order_shipped', 512),
  q: text(
    'A search: an id (`msg_…`, `wamid.…`), a phone number or the end of one (four digits at least), or words of the message or their beginnings (two letters at least). Accents, case and vowel points make no difference.',
    'order 1042',
    100,
  ),
  since: instant('Only those from this instant on.', '2027-01-31T18:00:00Z'),
  until: instant('Only those before this instant.', '2027-02-01T18:00:00Z'),
  cursor: text(
    '`nextCursor` of the page before, with the same filters.',
    'MjAyNy0wMS0zMVQxODowMDowMC4wMDBa',
    500,
  ),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(20)
    .meta({ description: 'How many, 100 at most.', examples: [20] }),
})
export type ListMessagesQuery = z.infer<typeof ListMessagesQuery>
