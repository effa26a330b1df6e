import { z } from 'zod'
import { instant } from '../fields/view-fields.ts'

/** `GET /v1/health`: public; only that the API is up. */
export const HealthAnswer = z
  .object({
    status: z.literal('ok').meta({ description: 'The API answers.', examples: ['ok'] }),
    time: instant('The time of the server.'),
  })
  .meta({ id: 'HealthAnswer' })
export type HealthAnswer = z.infer<typeof HealthAnswer>
