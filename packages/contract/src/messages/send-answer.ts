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
    messageId: wamid.optional(),
    defaultedRecipient,
    fallbackUsed,
    retryAt: instant('When we try again, with `errored`.').optional(),
    sendAt: instant('When it is due, with `queued`.').optional(),
    reason: errorCode.optional().meta({
      description: 'Why it waits or is unknown: a word of the error catalogue.',
      examples: ['WHATSAPP_TOKEN_EXPIRED'],
    }),
    message: z
      .string()
      .optional()
      .meta({
        description: 'The reason as a sentence.',
        examples: ["Meta's answer was lost; a status will tell."],
      }),
    note: z
      .string()
      .optional()
      .meta({
        description: 'Something worth knowing.',
        examples: ['Meta keeps it back for a quality check.'],
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
    wouldRefuse: z
      .object({
        error: errorCode.meta({ description: "The machine's word.", examples: ['RECIPIENT_OPTED_OUT'] }),
        message: z.string().meta({
          description: 'The reason as a sentence.',
          examples: ['The contact does not want any messages any more.'],
        }),
      })
      .optional()
      .meta({
        description: 'Why it would not go out now: the contact opted out, or its service window is closed.',
        examples: [
          { error: 'RECIPIENT_OPTED_OUT', message: 'The contact does not want any messages any more.' },
        ],
      }),
    payload: z.record(z.string(), z.unknown()).meta({
      description: 'The exact body Meta would get.',
      examples: [{ messaging_product: 'whatsapp', type: 'template' }],
    }),
  })
  .meta({ id: 'DryRunAnswer' })
export type DryRunAnswer = z.infer<typeof DryRunAnswer>
