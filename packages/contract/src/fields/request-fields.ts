/** Fields that many requests may have. */
import { z } from 'zod'
import { Instant } from './instant.ts'

/** An optional text of 1 to `most` characters. */
export const optionalText = (description: string, example: string, most = 200) =>
  z
    .string()
    .min(1)
    .max(most)
    .exactOptional()
    .meta({ description, examples: [example] })

/** An optional time, ISO 8601 with a zone. */
export const optionalInstant = (description: string, example = '2027-01-31T18:00:00Z') =>
  Instant.exactOptional().meta({ description, examples: [example] })

/** Where a page begins, and its size. */
export const paging = {
  cursor: optionalText(
    'The `nextCursor` of the previous page, with the same filters.',
    'MjAyNy0wMS0zMVQxODowMDowMC4wMDBa',
    1000,
  ),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(20)
    .meta({ description: 'The page size, 100 at most.', examples: [20] }),
}
