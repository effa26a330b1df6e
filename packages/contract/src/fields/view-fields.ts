/** Fields that many answers have. */
import { z } from 'zod'
import { Instant } from './instant.ts'
import { messageStatuses } from '../messages/message-status.ts'

/** The status of an outbound message. */
export const messageStatus = z.enum(messageStatuses)

/** The recipient in an answer: E.164 with its plus. */
export const recipient = z
  .string()
  .meta({ description: 'The phone number, E.164 with its plus.', examples: ['+972546800360'] })
export { sessionId } from './session.ts'

/** The id of a message: `msg_…`. */
export const messageId = z
  .string()
  .meta({ description: 'The id of the message.', examples: ['msg_01k9m3v5xq8r7t2w4y6z1a3b5c'] })
/** Meta's id of a message: `wamid.…`. */
export const wamid = z
  .string()
  .meta({ description: "Meta's id of the message, once accepted.", examples: ['wamid.HBgMOTcyNTQ2ODAwMzYw'] })
/** A time in an answer, in UTC with milliseconds. */
export const instant = (description: string) =>
  Instant.meta({ description, examples: ['2027-01-31T18:00:00.000Z'] })
/** A time in an answer, or null when there is none. */
export const instantOrNull = (description: string) =>
  Instant.nullable().meta({ description, examples: ['2027-01-31T18:00:00.000Z', null] })
/** A whole number from 0. */
export const count = (description: string, example: number) =>
  z
    .int()
    .min(0)
    .meta({ description, examples: [example] })

/** One page of a list. */
export const pageOf = <Entry extends z.ZodType>(entry: Entry, description: string) =>
  z.object({
    data: z.array(entry).meta({ description }),
    hasMore: z.boolean().meta({ description: 'Whether there is another page.', examples: [true] }),
    nextCursor: z
      .string()
      .nullable()
      .meta({
        description: 'Pass it as `cursor` for the next page; null at the end.',
        examples: ['MjAyNy0wMS0zMVQxODowMDowMC4wMDBa'],
      }),
  })
