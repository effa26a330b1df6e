/** An inbound message as the API shows it. */
import { z } from 'zod'
import { MessageMedia } from '../media/media.ts'
import { instant, messageId, sessionId } from '../fields/view-fields.ts'

const metaId = (description: string, example = 'wamid.HBgMOTcyNTQ2ODAwMzYw') =>
  z.string().meta({ description, examples: [example] })

const said = {
  type: z.string().meta({
    description:
      "Meta's type of content: `text`, `image`, `interactive`, `button`, `reaction`, `system`, `unsupported`, …",
    examples: ['text'],
  }),
  content: z.record(z.string(), z.json()).meta({
    description: "The content. Types that this release does not know have Meta's form.",
    examples: [{ body: 'Yes, please' }, { kind: 'button_reply', id: 'yes', title: 'Yes' }],
  }),
}

const EarlierContent = z
  .object({ ...said, until: instant('When it was edited.') })
  .meta({ id: 'EarlierContent' })

/** An inbound message, as API and events show it. */
export const IncomingMessage = z
  .object({
    id: messageId,
    direction: z.literal('in').meta({ description: 'In = from a contact.', examples: ['in'] }),
    status: z.literal('received').meta({ description: 'Always the same.', examples: ['received'] }),
    session: sessionId,
    conversation: z
      .string()
      .meta({ description: 'Its conversation.', examples: ['cnv_01k9m3v5xq8r7t2w4y6z1a3b5c'] }),
    from: z.string().meta({
      description:
        'The sender: its phone number (E.164), or its business-scoped user id when the number is hidden.',
      examples: ['+972546800360', 'US.13491208655302741918'],
    }),
    recipient: z
      .union([
        z.string(),
        z.object({ bsuid: metaId('Its business-scoped user id.', 'US.13491208655302741918') }),
      ])
      .meta({
        description: 'How to answer: pass it as `to` of a send.',
        examples: ['+972546800360', { bsuid: 'US.13491208655302741918' }],
      }),
    contact: z
      .object({
        name: metaId('The profile name.', 'Dana').optional(),
        username: metaId('The user name in WhatsApp.', 'dana.l').optional(),
        phone: metaId('The phone number (E.164).', '+972546800360').optional(),
        waId: metaId("WhatsApp's id of the account.", '972546800360').optional(),
        bsuid: metaId('The business-scoped user id.', 'US.13491208655302741918').optional(),
        parentBsuid: metaId("That of the business's parent.", 'US.ENT.11815799212886844830').optional(),
      })
      .optional()
      .meta({
        description: 'All that is known of the sender, in events.',
        examples: [{ phone: '+972546800360', waId: '972546800360', name: 'Dana' }],
      }),
    messageId: metaId("Meta's id of the message: pass it as `replyTo`, or mark it as read."),
    ...said,
    text: z
      .string()
      .meta({ description: 'The text of the message; empty when it has none.', examples: ['Yes, please'] }),
    media: MessageMedia.optional().meta({ description: 'The file that came with it.' }),
    replyTo: metaId("Meta's id of the message it answers or reacts to.").optional(),
    replyToId: metaId(
      'The id of that message, when it is stored here.',
      'msg_01k9m3v5xq8r7t2w4y6z1a3b5c',
    ).optional(),
    forwarded: z
      .enum(['once', 'often'])
      .optional()
      .meta({ description: 'Whether the contact forwarded it.', examples: ['once'] }),
    extras: z
      .record(z.string(), z.json())
      .optional()
      .meta({
        description:
          'Further data of the message: `referral` (the advertisement it started from), `product`, `identity`.',
        examples: [{ referral: { sourceType: 'ad', sourceId: '120208' } }],
      }),
    errors: z
      .array(z.record(z.string(), z.json()))
      .optional()
      .meta({
        description: "Meta's errors, when the content is not supported.",
        examples: [[{ code: 131051 }]],
      }),
    edits: z
      .array(EarlierContent)
      .optional()
      .meta({ description: 'Earlier versions, before the contact edited it, oldest first.' }),
    revokedAt: instant('When the contact deleted it.').optional(),
    createdAt: instant('When it was written.'),
    receivedAt: instant('When it was received.'),
    data: z
      .record(z.string(), z.json())
      .optional()
      .meta({
        description: "Meta's webhook item, for API keys and operators.",
        examples: [{ type: 'text', text: { body: 'Yes, please' } }],
      }),
  })
  .meta({ id: 'IncomingMessage' })
export type IncomingMessage = z.infer<typeof IncomingMessage>
