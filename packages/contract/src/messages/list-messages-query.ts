import { z } from 'zod'
import { messageStatuses } from './message-status.ts'
import { sessionFilter } from '../fields/session.ts'
import { optionalInstant, optionalText, paging } from '../fields/request-fields.ts'

/** The query of `GET /v1/messages`. */
export const ListMessagesQuery = z.strictObject({
  session: sessionFilter,
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
  to: optionalText(
    'Only those that were sent to this phone number or business-scoped user id. `q` finds what came from it as well; `GET /v1/conversations/{id}/messages` has all, whatever the contact was known by.',
    '+972546800360',
    150,
  ),
  template: optionalText('Only those of this template.', 'order_shipped', 512),
  q: optionalText(
    'A search: an id (`msg_…`, `wamid.…`), a phone number or the end of one (four digits at least), or words of the message or their beginnings (two letters at least). Accents, case and vowel points make no difference.',
    'order 1042',
    100,
  ),
  since: optionalInstant('Only those from this instant on.', '2027-01-31T18:00:00Z'),
  until: optionalInstant('Only those before this instant.', '2027-02-01T18:00:00Z'),
  ...paging,
})
export type ListMessagesQuery = z.infer<typeof ListMessagesQuery>
