import { z } from 'zod'

/** A time: ISO 8601 with a zone. */
export const Instant = z.iso
  .datetime({ offset: true })
  .meta({ id: 'Instant', description: 'A time, with its zone.', examples: ['2027-01-31T18:00:00Z'] })
