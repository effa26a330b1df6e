/** Fields that many requests may have. */
import { z } from 'zod'
import { Instant } from './instant.ts'

export const optionalText = (description: string, example: string, most = 200) =>
  z
    .string()
    .min(1)
    .max(most)
    .exactOptional()
    .meta({ description, examples: [example] })

export const optionalInstant = (description: string, example = '2027-01-31T18:00:00Z') =>
  Instant.exactOptional().meta({ description, examples: [example] })

/** Where a list begins, and how much of it is asked for. */
export const paging = {
  cursor: optionalText(
    '`nextCursor` of the page before, with the same filters.',
    'MjAyNy0wMS0zMVQxODowMDowMC4wMDBa',
    1000,
  ),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(20)
    .meta({ description: 'How many, 100 at most.', examples: [20] }),
}
