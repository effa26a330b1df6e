/** What a send answers when it is not refused. */
import { z } from 'zod'
import { errorCode } from '../errors/error-answer.ts'
import { instant, messageId, messageStatus, recipient, sessionId, wamid } from '../fields/view-fields.ts'

const fallbackUsed = z
  .literal(true)
  .optional()
  .meta({
    description: 'Set when the service window is closed, so that `fallbackTemplate` is sent instead.',
    examples: [true],
  })

const defaultedRecipient = z
  .literal(true)
  .optional()
  .meta({ description: 'Set when the recipient is the default one of this installation.', examples: [true] })

const warnings = z
  .array(
    z.object({
      code: z.enum(['RECIPIENT_NOT_IN_NUMBERING_PLAN']).meta({
        description: 'The kind of warning.',
        examples: ['RECIPIENT_NOT_IN_NUMBERING_PLAN'],
      }),
      reason: z.string().meta({
        description: 'The same as a sentence.',
        examples: ['+15551234567 is not in the numbering plan we know. WhatsApp decides whether it exists.'],
      }),
    }),
  )
  .optional()
  .meta({
    description: 'What looks wrong but does not stop the message.',
    examples: [
      [
        {
          code: 'RECIPIENT_NOT_IN_NUMBERING_PLAN',
          reason: '+15551234567 is not in the numbering plan we know. WhatsApp decides whether it exists.',
        },
      ],
    ],
  })

/** 200 with `accepted`; 202 with anything else: we go on with it, do not repeat the request. */
export const SendAnswer = z
  .object({
    id: messageId,
    status: messageStatus.meta({
      description: '`accepted` = Meta took it; delivery is another matter.',
      examples: ['accepted'],
    }),
    recipient,
    session: sessionId,
    replayed: z
      .literal(true)
      .optional()
      .meta({
        description: 'Set when an earlier request with this idempotency key is still being sent.',
        examples: [true],
      }),
    messageId: wamid.optional(),
    defaultedRecipient,
    fallbackUsed,
    warnings,
    retryAt: instant('When we try again, with `errored`.').optional(),
    sendAt: instant('When it is due, with `queued`.').optional(),
    code: errorCode.optional().meta({
      description: 'The error code, when the message is `errored`, `held` or `unknown`.',
      examples: ['WHATSAPP_TOKEN_EXPIRED'],
    }),
    reason: z
      .string()
      .optional()
      .meta({
        description: 'The same as a sentence.',
        examples: ["Meta's answer was lost; a later status settles the message."],
      }),
  })
  .meta({ id: 'SendAnswer' })
export type SendAnswer = z.infer<typeof SendAnswer>

/** The answer to a send with `dryRun: true`: nothing was stored, nothing was sent. */
export const DryRunAnswer = z
  .object({
    dryRun: z.literal(true).meta({ description: 'Nothing was sent.', examples: [true] }),
    recipient,
    session: sessionId,
    defaultedRecipient,
    fallbackUsed,
    warnings,
    wouldRefuse: z
      .object({
        code: errorCode.meta({ description: 'The error code.', examples: ['RECIPIENT_OPTED_OUT'] }),
        reason: z.string().meta({
          description: 'The same as a sentence.',
          examples: ['The contact opted out of these messages.'],
        }),
      })
      .optional()
      .meta({
        description: 'Why it would not go out now: the contact opted out, or its service window is closed.',
        examples: [{ code: 'RECIPIENT_OPTED_OUT', reason: 'The contact opted out of these messages.' }],
      }),
    payload: z.record(z.string(), z.unknown()).meta({
      description: 'The exact body Meta would get.',
      examples: [{ messaging_product: 'whatsapp', type: 'template' }],
    }),
  })
  .meta({ id: 'DryRunAnswer' })
export type DryRunAnswer = z.infer<typeof DryRunAnswer>
