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

export const TokenHealth = z
  .object({
    state: z.enum(['valid', 'invalid', 'unknown']).meta({
      description: 'What Meta says of the access token in use; unknown: Meta could not be asked.',
      examples: ['valid'],
    }),
    reason: z
      .string()
      .optional()
      .meta({ description: 'Why it is not valid.', examples: ['Session has expired.'] }),
    fingerprint: z.string().meta({
      description: 'Twelve digits of its SHA-256: tells two tokens apart.',
      examples: ['9f86d081884c'],
    }),
    type: z
      .string()
      .optional()
      .meta({ description: "Meta's kind of token; SYSTEM_USER lasts.", examples: ['SYSTEM_USER'] }),
    expiresAt: orNull('When it ends, or loses its access to data'),
    daysLeft: wholeDays('Whole days until then'),
    missingPermissions: z.array(z.string()).meta({
      description: 'Permissions it needs and does not have.',
      examples: [['whatsapp_business_management']],
    }),
    reachesAccount: z
      .boolean()
      .nullable()
      .meta({
        description: 'Whether it may touch the WhatsApp Business Account; null: Meta does not tell.',
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
    reason: z.string().meta({ description: 'The same in words.', examples: ['Session has expired.'] }),
    since: instant('Since when.'),
  })
  .meta({ description: 'A session on which nothing is sent.' })

const QueueHealth = z
  .object({
    waiting: counted('Messages that somebody has to look at, now or later.'),
    due: counted('Those whose time has come.'),
    oldestDueAt: orNull('Since when the longest waiting of those is due'),
    held: counted('Messages that wait for a repair.'),
  })
  .meta({ description: 'Messages on their way.' })

const WebhookHealth = z
  .object({
    lastAt: orNull(
      'When Meta last told something: the newest of its recent replies and news, and of the statuses of the twenty youngest messages',
    ),
    quarantined: counted('Webhooks, and items of them, that were put aside.'),
  })
  .meta({ description: "Meta's webhooks." })

/** `GET /v1/health/details`: for operators, and keys with the scope `admin`. At most ten seconds old. */
export const HealthDetails = z
  .object({
    time: instant('When this was looked at.'),
    token: TokenHealth,
    graph: GraphHealth,
    sessionsOnHold: z
      .array(HeldSession)
      .meta({ description: 'At most fifty, the longest waiting first.', examples: [[]] }),
    queue: QueueHealth,
    webhooks: WebhookHealth,
  })
  .meta({ id: 'HealthDetails' })
export type HealthDetails = z.infer<typeof HealthDetails>
