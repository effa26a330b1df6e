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
    .meta({ description: 'Only outbound, or only inbound messages.', examples: ['out'] }),
  status: z
    .enum([...messageStatuses, 'received'])
    .exactOptional()
    .meta({
      description: 'Only messages in this status; `received`: inbound messages.',
      examples: ['failed'],
    }),
  to: optionalText(
    'Only messages to this phone number or business-scoped user id. `q` also finds messages from it; `GET /v1/conversations/{id}/messages` has all of a contact.',
    '+972546800360',
    150,
  ),
  template: optionalText('Only messages with this template.', 'order_shipped', 512),
  q: optionalText(
    'A search: an id (`msg_…`, `wamid.…`), a phone number or the end of one (four digits at least), or words of the message, whole or by prefix (two letters at least). Accents, case and vowel points are ignored.',
    'order 1042',
    100,
  ),
  since: optionalInstant('Only messages from this instant on.', '2027-01-31T18:00:00Z'),
  until: optionalInstant('Only entries before this instant.', '2027-02-01T18:00:00Z'),
  ...paging,
})
export type ListMessagesQuery = z.infer<typeof ListMessagesQuery>
