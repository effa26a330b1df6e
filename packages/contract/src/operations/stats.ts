/** Counts of messages, by day and by whatever else is asked for. */
import { z } from 'zod'
import { count, instant } from '../fields/view-fields.ts'
import { messageStatuses } from '../messages/message-status.ts'
import { sessionFilter } from '../fields/session.ts'

const day = (description: string) =>
  z.iso.date({ error: 'must be a day, such as 2027-01-31' }).meta({ description, examples: ['2027-01-31'] })

/** What counts can be told apart by. */
export const statsGroups = ['day', 'session', 'template', 'category'] as const
export type StatsGroup = (typeof statsGroups)[number]

/** The query of `GET /v1/stats`. Days are those of UTC in which a message was asked for, or came in. */
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
          'Messages of live or of test keys; when left out, like the key that asks, and live for people.',
        examples: ['live'],
      }),
    groupBy: z
      .string()
      .regex(
        new RegExp(`^(?:${statsGroups.join('|')})(?:,(?:${statsGroups.join('|')}))*$`),
        `must be one or more of ${statsGroups.join(', ')}, with commas between`,
      )
      .default('day')
      .meta({
        description: 'What to tell apart: `day`, `session`, `template`, `category`, with commas between.',
        examples: ['day,template'],
      }),
  })
  .meta({ id: 'StatsQuery' })
export type StatsQuery = z.infer<typeof StatsQuery>

/** Messages that Meta priced alike. */
const Priced = z.object({
  category: z.string().meta({ description: "Meta's word for what is charged.", examples: ['utility'] }),
  type: z.string().meta({
    description: "Meta's word for how: `regular`, `free_customer_service`, `free_entry_point`.",
    examples: ['regular'],
  }),
  billable: z
    .boolean()
    .nullable()
    .meta({ description: 'Whether it is charged, as long as Meta says so.', examples: [true] }),
  count: count('How many messages.', 12),
})

const counts = {
  outbound: count('Messages to contacts, whatever became of them.', 40),
  inbound: count('Messages of contacts.', 7),
  statuses: z.partialRecord(z.enum(messageStatuses), z.int().min(1)).meta({
    description:
      'Those to contacts by where they are now; those that were read are not counted as delivered again.',
    examples: [{ delivered: 12, read: 26, failed: 2 }],
  }),
  pricing: z
    .array(Priced)
    .meta({ description: 'Those to contacts that Meta put a price on; it charges what was delivered.' }),
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

/** The answer to `GET /v1/stats`. Rows are in the order of what they are told apart by; those of nothing are left out. */
export const StatsAnswer = z
  .object({
    since: day('The first day.'),
    until: day('The last day, included.'),
    data: z.array(StatsRow),
    total: z.object(counts),
    /** Days that are not over, or not counted for good. */
    provisional: z.array(day('A day that still changes: its messages were counted just now.')),
    partial: z.array(
      day('A day with more messages than are counted at once: it is counted whole in the night.'),
    ),
    countedAt: instant('When the provisional days were counted; counts are remembered for some minutes.'),
  })
  .meta({ id: 'StatsAnswer' })
export type StatsAnswer = z.infer<typeof StatsAnswer>
