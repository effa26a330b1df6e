import { z } from 'zod'
import { errorCode } from '../errors/error-answer.ts'
import { count, instant, instantOrNull, sessionId } from '../fields/view-fields.ts'

const counted = (description: string) => count(`${description} Counted up to 10,000.`, 3)
const orNull = (description: string) => instantOrNull(`${description}; null: there is none.`)
const wholeDays = (description: string) =>
  z
    .int()
    .nullable()
    .meta({ description: `${description}; null: it does not end.`, examples: [41] })

/** The state of an access token at Meta, and when it expires. https://developers.facebook.com/docs/graph-api/reference/debug_token */
export const TokenHealth = z
  .object({
    state: z.enum(['valid', 'invalid', 'unknown']).meta({
      description: "Meta's view of the access token in use; unknown: Meta could not be reached.",
      examples: ['valid'],
    }),
    reason: z
      .string()
      .optional()
      .meta({ description: 'Why it is not valid.', examples: ['Session has expired.'] }),
    fingerprint: z.string().meta({
      description: 'The first 12 digits of its SHA-256, to compare tokens.',
      examples: ['9f86d081884c'],
    }),
    type: z
      .string()
      .optional()
      .meta({ description: "Meta's kind of token; SYSTEM_USER lasts.", examples: ['SYSTEM_USER'] }),
    expiresAt: orNull('When it expires, or loses its access to data'),
    daysLeft: wholeDays('Whole days until then'),
    missingPermissions: z.array(z.string()).meta({
      description: 'The required permissions it lacks.',
      examples: [['whatsapp_business_management']],
    }),
    reachesAccount: z
      .boolean()
      .nullable()
      .meta({
        description: 'Whether it has access to the WhatsApp Business Account; null: unknown.',
        examples: [true],
      }),
  })
  .meta({ id: 'TokenHealth', description: 'The access token of Meta that is in use.' })

const GraphHealth = z
  .object({
    version: z.string().meta({ description: 'The version of the Graph API in use.', examples: ['v26.0'] }),
    state: z.enum(['living', 'expired', 'unknown']).meta({
      description: 'Whether Meta serves it; unknown: it is not in the table of this release.',
      examples: ['living'],
    }),
    lastDay: z.iso
      .date()
      .nullable()
      .meta({ description: 'Its last day; null: not announced.', examples: ['2028-07-29'] }),
    daysLeft: wholeDays('Whole days until then'),
  })
  .meta({ description: 'The version of the Graph API.' })

const HeldSession = z
  .object({
    id: sessionId,
    name: z.string().meta({ description: 'Its name.', examples: ['Shop'] }),
    code: errorCode.meta({ description: 'Why it is on hold.', examples: ['WHATSAPP_TOKEN_EXPIRED'] }),
    reason: z.string().meta({ description: 'The same as a sentence.', examples: ['Session has expired.'] }),
    since: instant('Since when.'),
  })
  .meta({ description: 'A session on hold.' })

const QueueHealth = z
  .object({
    waiting: counted('Messages that are due now or later.'),
    due: counted('Messages that are due now.'),
    oldestDueAt: orNull('When the oldest of them became due'),
    held: counted('Messages that are held.'),
  })
  .meta({ description: 'Messages on their way.' })

const WebhookHealth = z
  .object({
    lastAt: orNull(
      'When the last webhook arrived, of recent inbound messages and account events and of the statuses of the 20 newest messages',
    ),
    quarantined: counted('Quarantined webhooks and webhook items.'),
  })
  .meta({ description: "Meta's webhooks." })

/** `GET /v1/health/details`: for operators, and keys with the scope `admin`. At most 10 seconds old. */
export const HealthDetails = z
  .object({
    time: instant('When this was measured.'),
    token: TokenHealth,
    graph: GraphHealth,
    sessionsOnHold: z
      .array(HeldSession)
      .meta({ description: 'At most 50, the longest hold first.', examples: [[]] }),
    queue: QueueHealth,
    webhooks: WebhookHealth,
  })
  .meta({ id: 'HealthDetails' })
export type HealthDetails = z.infer<typeof HealthDetails>
