/** A message as the API shows it. */
import { z } from 'zod'
import { errorCode, metaErrorDetails, retryWord } from '../errors/error-answer.ts'
import { IncomingMessage } from './incoming-message.ts'
import {
  instant,
  messageId,
  messageStatus,
  pageOf,
  recipient,
  sessionId,
  wamid,
} from '../fields/view-fields.ts'

/** One status entry of a message. */
export const TimelineEntry = z
  .object({
    at: instant('When; for a status of Meta its own time, to the second.'),
    status: z.string().meta({
      description: 'The status; an unknown status of Meta is passed on unchanged.',
      examples: ['delivered'],
    }),
    source: z.enum(['waypost', 'meta']).meta({ description: 'The source.', examples: ['meta'] }),
    attempt: z
      .int()
      .min(0)
      .meta({ description: 'The attempt it belongs to; 0 before the first.', examples: [1] }),
    code: z
      .string()
      .optional()
      .meta({ description: 'The error code, when there is one.', examples: ['UPSTREAM_FAILED'] }),
    reason: z
      .string()
      .optional()
      .meta({ description: 'The cause as a sentence.', examples: ['Waiting for its turn.'] }),
    messageId: wamid.optional(),
    data: z
      .record(z.string(), z.json())
      .optional()
      .meta({
        description: "Meta's status as received, for API keys and operators.",
        examples: [{ status: 'delivered' }],
      }),
  })
  .meta({ id: 'TimelineEntry' })
export type TimelineEntry = z.infer<typeof TimelineEntry>

/** Why a message is errored, unknown, held, failed or expired. */
export const MessageFault = z
  .object({
    code: errorCode.meta({ description: 'The error code; stable.', examples: ['RECIPIENT_UNREACHABLE'] }),
    message: z.string().meta({
      description: 'A sentence for a person.',
      examples: ['WhatsApp cannot deliver to this recipient.'],
    }),
    retry: retryWord,
    docs: z.string().meta({
      description: 'Where the code is explained.',
      examples: ['https://example.com/docs/errors#recipient-unreachable'],
    }),
    meta: metaErrorDetails.optional(),
  })
  .meta({ id: 'MessageFault' })
export type MessageFault = z.infer<typeof MessageFault>

/** An outbound message. */
export const OutgoingMessage = z
  .object({
    id: messageId,
    direction: z.literal('out').meta({ description: 'Out = to a contact.', examples: ['out'] }),
    status: messageStatus.meta({ description: 'Where the message is.', examples: ['read'] }),
    source: z
      .literal('app')
      .optional()
      .meta({
        description: 'Written in the WhatsApp Business app, not sent by Waypost.',
        examples: ['app'],
      }),
    session: sessionId,
    recipient,
    messageId: wamid.optional(),
    type: z.string().meta({ description: 'The kind of content.', examples: ['template'] }),
    content: z
      .record(z.string(), z.json())
      .optional()
      .meta({
        description: 'The content as in the request, without one-time codes.',
        examples: [{ templateName: 'order_shipped', languageCode: 'en_US' }],
      }),
    replaced: z
      .record(z.string(), z.json())
      .optional()
      .meta({
        description: 'The requested content, when `fallbackTemplate` was sent instead.',
        examples: [{ body: 'Your order is on its way.' }],
      }),
    replyTo: wamid
      .optional()
      .meta({ description: "Meta's id of the message that is quoted.", examples: ['wamid.HBgM'] }),
    mode: z
      .enum(['live', 'test'])
      .meta({ description: 'Test messages never reach Meta.', examples: ['live'] }),
    metadata: z
      .record(z.string(), z.string())
      .meta({ description: 'The metadata of the request.', examples: [{ orderId: '1042' }] }),
    attempts: z
      .int()
      .min(0)
      .meta({ description: 'The number of attempts.', examples: [1] }),
    createdAt: instant('When it was created.'),
    notAfter: instant('Not sent later than this.').optional(),
    retryAt: instant('When the next attempt is due.').optional(),
    error: MessageFault.optional().meta({ description: 'The last error.' }),
    reason: z
      .string()
      .optional()
      .meta({
        description: 'Why the status is what it is, where `error` does not say so.',
        examples: ['Delivered after Meta had reported a failure.'],
      }),
    timeline: z
      .array(TimelineEntry)
      .optional()
      .meta({ description: 'The status entries, oldest first; only for a single message.' }),
  })
  .meta({ id: 'OutgoingMessage' })
export type OutgoingMessage = z.infer<typeof OutgoingMessage>

/** A message of either direction. */
export const MessageView = z
  .discriminatedUnion('direction', [OutgoingMessage, IncomingMessage])
  .meta({ id: 'MessageView' })
export type MessageView = z.infer<typeof MessageView>

/** One page of messages, newest first. */
export const MessageList = pageOf(MessageView, 'The messages, without their timelines.').meta({
  id: 'MessageList',
})
export type MessageList = z.infer<typeof MessageList>
