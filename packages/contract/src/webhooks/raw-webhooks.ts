/** Raw webhooks of Meta, for operators. */
import { z } from 'zod'
import { optionalInstant, paging } from '../fields/request-fields.ts'
import { instant, pageOf } from '../fields/view-fields.ts'

const states = ['quarantined', 'kept', 'new', 'done'] as const
const kinds = ['body', 'item'] as const
const stateMeaning =
  '`quarantined`: not understood, or failed too often; `kept`: ignored, stored for reference; `new`: not processed yet; `done`: processed.'

/** The query of `GET /v1/raw-webhooks`. */
export const ListRawWebhooksQuery = z.strictObject({
  state: z
    .enum(states)
    .default('quarantined')
    .meta({ description: stateMeaning, examples: ['quarantined'] }),
  kind: z
    .enum(kinds)
    .exactOptional()
    .meta({ description: 'Only whole bodies, or only items of webhooks.', examples: ['item'] }),
  since: optionalInstant('Only webhooks received at or after this instant.'),
  ...paging,
})
export type ListRawWebhooksQuery = z.infer<typeof ListRawWebhooksQuery>

const id = z.string().meta({
  description: 'SHA-256 of the body, or of the item and whom it concerns.',
  examples: ['2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae'],
})
const kind = z.enum(kinds).meta({
  description: '`body`: all bytes of a webhook; `item`: one item of it.',
  examples: ['item'],
})
const state = z.enum(states).meta({ description: stateMeaning, examples: ['quarantined'] })
const reasons = z.array(z.string()).meta({
  description: 'Why it is in this state.',
  examples: [['The field hologram_update is not known to this release.']],
})
const word = (description: string, example: string) =>
  z
    .string()
    .optional()
    .meta({ description, examples: [example] })

const view = {
  id,
  kind,
  state,
  reasons,
  receivedAt: instant('When it was received.'),
  finishedAt: instant('When it was processed.').optional(),
  bytes: z
    .int()
    .optional()
    .meta({ description: 'Length of a body.', examples: [512] }),
  itemKind: word(
    'Of an item: failure, progress or status of a message, message, error, or change (another field).',
    'change',
  ),
  field: word("Of an item: Meta's field.", 'account_update'),
  wabaId: word('Of an item: the WhatsApp Business Account.', '102290129340398'),
  phoneNumberId: word("Of an item: Meta's id of the number.", '106540352242922'),
  messageId: word('Of an item: the message it is about.', 'msg_01k9m3v5xq8r7t2w4y6z1a3b5c'),
  attempts: z
    .int()
    .optional()
    .meta({ description: 'Of an item: failed attempts.', examples: [8] }),
}

/** A raw webhook of Meta, or one item of it. */
export const RawWebhookView = z.object(view).meta({ id: 'RawWebhookView' })
export type RawWebhookView = z.infer<typeof RawWebhookView>

/** The answer of `GET /v1/raw-webhooks`. */
export const RawWebhookList = pageOf(RawWebhookView, 'Newest first.').meta({ id: 'RawWebhookList' })
export type RawWebhookList = z.infer<typeof RawWebhookList>

/** The answer of `GET /v1/raw-webhooks/{id}`. */
export const RawWebhookDetail = z
  .object({
    ...view,
    body: z.string().meta({
      description: 'The content as received: the body as text, or the item as JSON.',
      examples: ['{"event":"PIN_CHANGED"}'],
    }),
    contacts: word('Of an item: the contacts that came with it, as JSON.', '[{"wa_id":"972546800360"}]'),
  })
  .meta({ id: 'RawWebhookDetail' })
export type RawWebhookDetail = z.infer<typeof RawWebhookDetail>

/** The answer of `POST /v1/raw-webhooks/{id}/reprocess`. */
export const ReprocessAnswer = z.object({ id, kind, state, reasons }).meta({ id: 'ReprocessAnswer' })
export type ReprocessAnswer = z.infer<typeof ReprocessAnswer>
