/** The body of `POST /v1/batch`: up to 500 messages, each answered for itself. */
import { z } from 'zod'
import { ErrorAnswer } from '../errors/error-answer.ts'
import { NotifyRequest } from './notify-request.ts'
import { parseRequest } from '../errors/parse-request.ts'
import { DryRunAnswer, SendAnswer } from './send-answer.ts'
import { SendRequest } from './send-request.ts'

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/, 'must have 1 to 255 printable ASCII characters')
  .exactOptional()
  .meta({ description: "The row's own Idempotency-Key.", examples: ['order-1042-shipped'] })

/** The rows are read one by one, so that a bad one does not sink the others. */
export const BatchRequest = z
  .strictObject({
    messages: z
      .array(z.unknown())
      .min(1)
      .max(500)
      .meta({
        description:
          'Up to 500 rows: each the body of POST /v1/send or of POST /v1/whatsapp/notify, with an `idempotencyKey` of its own if it should have one.',
        examples: [[{ to: '+972546800360', type: 'text', text: 'Hello', idempotencyKey: 'hello-1' }]],
      }),
  })
  .meta({ id: 'BatchRequest' })
export type BatchRequest = z.infer<typeof BatchRequest>

/** One row, read: which of the two forms it has, and its key. */
export type BatchRow = { readonly idempotencyKey?: string } & (
  | { readonly form: 'send'; readonly request: SendRequest }
  | { readonly form: 'notify'; readonly request: NotifyRequest }
)

const Row = z.looseObject({ idempotencyKey })

/**
 * Reads one row: a template without a `type` as a notification, everything else as a send.
 * @throws WaypostError `INVALID_REQUEST`, with paths relative to the row
 */
export function parseBatchRow(row: unknown): BatchRow {
  const { idempotencyKey: key, ...fields } = parseRequest(Row, row)
  const own = key === undefined ? {} : { idempotencyKey: key }
  const isNotify = 'templateName' in fields || ('template' in fields && !('type' in fields))
  return isNotify
    ? { ...own, form: 'notify', request: parseRequest(NotifyRequest, fields) }
    : { ...own, form: 'send', request: parseRequest(SendRequest, fields) }
}

const index = z
  .int()
  .min(0)
  .meta({ description: 'The row it answers, from 0.', examples: [0] })

const replayed = z
  .literal(true)
  .optional()
  .meta({ description: 'Set when the row was queued by an earlier request.', examples: [true] })

/** The rows' answers, in their order: what the same send alone would be answered, or its error. */
export const BatchAnswer = z
  .object({
    data: z.array(
      z.union([
        z.object({ ...SendAnswer.shape, index, replayed }),
        z.object({ ...DryRunAnswer.shape, index }),
        z.object({ ...ErrorAnswer.shape, index }).omit({ requestId: true }),
      ]),
    ),
  })
  .meta({ id: 'BatchAnswer' })
export type BatchAnswer = z.infer<typeof BatchAnswer>
