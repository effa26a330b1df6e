/** Counts of messages, by day, session, template and category. */
import { z } from 'zod'
import { count, instant } from '../fields/view-fields.ts'
import { messageStatuses } from '../messages/message-status.ts'
import { sessionFilter } from '../fields/session.ts'

const day = (description: string) =>
  z.iso.date({ error: 'must be a day, such as 2027-01-31' }).meta({ description, examples: ['2027-01-31'] })

/** The dimensions of message counts. */
export const statsGroups = ['day', 'session', 'template', 'category'] as const
/** A dimension of message counts. */
export type StatsGroup = (typeof statsGroups)[number]

/** The query of `GET /v1/stats`. A message counts on the UTC day of its creation or arrival. */
export const StatsQuery = z
  .strictObject({
    since: day('The first day; six days before `until` when left out.').exactOptional(),
    until: day('The last day, included; today when left out. 92 days at most.').exactOptional(),
    session: sessionFilter,
    mode: z
      .enum(['live', 'test'])
      .exactOptional()
      .meta({
        description:
          'Messages of live or of test keys; by default the mode of the calling key, and live for people.',
        examples: ['live'],
      }),
    groupBy: z
      .string()
      .regex(
        new RegExp(`^(?:${statsGroups.join('|')})(?:,(?:${statsGroups.join('|')}))*$`),
        `must be one or more of ${statsGroups.join(', ')}, separated by commas`,
      )
      .default('day')
      .meta({
        description: 'The dimensions: `day`, `session`, `template`, `category`, separated by commas.',
        examples: ['day,template'],
      }),
  })
  .meta({ id: 'StatsQuery' })
export type StatsQuery = z.infer<typeof StatsQuery>

/** Messages that Meta priced alike. */
const Priced = z.object({
  category: z.string().meta({ description: "Meta's pricing category.", examples: ['utility'] }),
  type: z.string().meta({
    description: "Meta's pricing type: `regular`, `free_customer_service`, `free_entry_point`.",
    examples: ['regular'],
  }),
  billable: z
    .boolean()
    .nullable()
    .meta({ description: 'Whether Meta charges it; null: not stated.', examples: [true] }),
  count: count('How many messages.', 12),
})

const counts = {
  outbound: count('Outbound messages, in any status.', 40),
  inbound: count('Inbound messages.', 7),
  statuses: z.partialRecord(z.enum(messageStatuses), z.int().min(1)).meta({
    description: 'Outbound messages by current status: a message that was read does not count as delivered.',
    examples: [{ delivered: 12, read: 26, failed: 2 }],
  }),
  pricing: z
    .array(Priced)
    .meta({ description: 'Outbound messages that Meta priced; Meta charges for delivered messages.' }),
}

const StatsRow = z.object({
  day: day('With `groupBy=day`.').optional(),
  session: z
    .string()
    .optional()
    .meta({ description: 'With `groupBy=session`.', examples: ['ses_01k9m3v5xq8r7t2w4y6z1a3b5c'] }),
  template: z
    .string()
    .nullable()
    .optional()
    .meta({ description: 'With `groupBy=template`; null: no template.', examples: ['order_shipped'] }),
  category: z
    .string()
    .nullable()
    .optional()
    .meta({
      description:
        "With `groupBy=category`: what Meta charges, else the template's category; null: not known, or came in.",
      examples: ['utility'],
    }),
  ...counts,
})

/** The answer to `GET /v1/stats`. Rows are sorted by their dimensions; empty rows are left out. */
export const StatsAnswer = z
  .object({
    since: day('The first day.'),
    until: day('The last day, included.'),
    data: z.array(StatsRow),
    total: z.object(counts),
    /** Days that are not over, or not counted finally. */
    provisional: z.array(day('A day that may still change: its messages were counted now.')),
    partial: z.array(
      day('A day with more messages than one count covers: it is counted completely at night.'),
    ),
    countedAt: instant('When the provisional days were counted; counts are cached for some minutes.'),
  })
  .meta({ id: 'StatsAnswer' })
export type StatsAnswer = z.infer<typeof StatsAnswer>
