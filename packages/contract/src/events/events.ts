/** Events that customers' endpoints receive: one schema and one example for the `data` of every type of event. */
import { z } from 'zod'
import { ConversationView } from '../conversations/conversations.ts'
import { eventTypes, type EventType } from './event-types.ts'
import { IncomingMessage } from '../messages/incoming-message.ts'
import { OutgoingMessage } from '../messages/message-view.ts'
import { instant, sessionId } from '../fields/view-fields.ts'

const word = (description: string, example: string) => z.string().meta({ description, examples: [example] })

/** `contact.opted_out` and `contact.opted_in`. */
export const ConsentEventData = z
  .object({
    session: sessionId,
    contact: word('Who: a phone number (E.164) or a business-scoped user id.', '+972546800360'),
    category: z
      .enum(['marketing', 'all'])
      .meta({ description: 'Which messages it is about.', examples: ['marketing'] }),
    source: z.enum(['keyword', 'user_preferences', 'meta_error', 'api']).meta({
      description:
        "How it is known: a word the contact wrote, its setting in WhatsApp, Meta's refusal of a send, or the API.",
      examples: ['keyword'],
    }),
    at: instant('When.'),
    text: z
      .string()
      .optional()
      .meta({ description: "The text of the contact, or of Meta's error.", examples: ['STOP'] }),
  })
  .meta({ id: 'ConsentEventData' })
export type ConsentEventData = z.infer<typeof ConsentEventData>

/** `call.received`. */
export const CallEventData = z
  .object({
    session: sessionId,
    conversation: word('The conversation with the contact.', 'cnv_01k9m3v5xq8r7t2w4y6z1a3b5c'),
    contact: word('Who: a phone number (E.164) or a business-scoped user id.', '+972546800360'),
    callId: word("Meta's id of the call.", 'wacid.HBgLMTIxODU1NTI4MjgVAgARGCAyODRQ'),
    event: word("Meta's word for what happened.", 'connect'),
    direction: z
      .string()
      .optional()
      .meta({ description: 'Who called, as Meta writes it.', examples: ['USER_INITIATED'] }),
    at: instant('When.'),
  })
  .meta({ id: 'CallEventData' })
export type CallEventData = z.infer<typeof CallEventData>

/** `session.connected|disconnected|qr|held|resumed`. */
export const SessionEventData = z
  .object({
    session: sessionId,
    code: z
      .string()
      .optional()
      .meta({
        description: 'Of a hold: the code of the error catalogue.',
        examples: ['WHATSAPP_TOKEN_EXPIRED'],
      }),
    reason: z
      .string()
      .optional()
      .meta({ description: 'The cause as a sentence.', examples: ['The access token has expired.'] }),
    qr: z
      .string()
      .optional()
      .meta({ description: 'Of `session.qr`: the text to show as a QR code.', examples: ['2@kPz…'] }),
  })
  .meta({ id: 'SessionEventData' })
export type SessionEventData = z.infer<typeof SessionEventData>

/** `template.status_changed`. */
export const TemplateEventData = z
  .object({
    wabaId: word("Meta's id of the WhatsApp Business Account.", '102290129340398'),
    name: word('The template.', 'order_shipped'),
    language: word('Its language, as Meta writes it.', 'en_US'),
    status: word("Meta's new status.", 'PAUSED'),
    reason: z
      .string()
      .optional()
      .meta({ description: 'The cause, when Meta gives one.', examples: ['Its quality is low.'] }),
  })
  .meta({ id: 'TemplateEventData' })
export type TemplateEventData = z.infer<typeof TemplateEventData>

/** `endpoint.disabled`: delivered to the other endpoints of the same owner. */
export const EndpointDisabledData = z
  .object({
    endpoint: word('The disabled endpoint.', 'ep_01k9m3v5xq8r7t2w4y6z1a3b5c'),
    url: word('Its address.', 'https://example.com/hooks/waypost'),
    reason: word('Why.', 'It answered 410 Gone.'),
  })
  .meta({ id: 'EndpointDisabledData' })
export type EndpointDisabledData = z.infer<typeof EndpointDisabledData>

/** `webhook.test`: requested with `POST /v1/endpoints/{id}/test`. */
export const WebhookTestData = z
  .object({
    endpoint: word('The endpoint that is tested.', 'ep_01k9m3v5xq8r7t2w4y6z1a3b5c'),
    message: word('A fixed text.', 'It works: this is a test event.'),
  })
  .meta({ id: 'WebhookTestData' })
export type WebhookTestData = z.infer<typeof WebhookTestData>

/** What a type of event is about, and what its `data` holds. */
export interface EventDefinition {
  /** One sentence: what happened. */
  readonly summary: string
  readonly data: z.ZodType
  /** A `data` that fits. */
  readonly example: Readonly<Record<string, unknown>>
}

const exampleMessage = {
  id: 'msg_01k9m3v5xq8r7t2w4y6z1a3b5c',
  direction: 'out',
  status: 'accepted',
  session: 'ses_01k9m3v5xq8r7t2w4y6z1a3b5c',
  recipient: '+972546800360',
  messageId: 'wamid.HBgMOTcyNTQ2ODAwMzYw',
  type: 'template',
  content: { templateName: 'order_shipped', languageCode: 'en_US' },
  mode: 'live',
  metadata: { orderId: '1042' },
  attempts: 1,
  createdAt: '2027-01-31T18:00:00.000Z',
  notAfter: '2027-02-01T18:00:00.000Z',
}

const fault = (code: string, message: string, retry: string) => ({
  code,
  message,
  retry,
  docs: `errors#${code.toLowerCase().replaceAll('_', '-')}`,
})

const message = (summary: string, example: object): EventDefinition => ({
  summary,
  data: OutgoingMessage,
  example: { ...exampleMessage, ...example },
})

const incoming = (summary: string, example: object): EventDefinition => ({
  summary,
  data: IncomingMessage,
  example: {
    id: exampleMessage.id,
    direction: 'in',
    status: 'received',
    session: exampleMessage.session,
    conversation: 'cnv_01k9m3v5xq8r7t2w4y6z1a3b5c',
    from: '+972546800360',
    recipient: '+972546800360',
    messageId: exampleMessage.messageId,
    type: 'text',
    content: { body: 'Where is my order?' },
    text: 'Where is my order?',
    createdAt: exampleMessage.createdAt,
    receivedAt: exampleMessage.createdAt,

    ...example,
  },
})

const consent = (summary: string): EventDefinition => ({
  summary,
  data: ConsentEventData,
  example: {
    session: exampleMessage.session,
    contact: exampleMessage.recipient,
    category: 'marketing',
    source: 'keyword',
    at: exampleMessage.createdAt,
    text: 'STOP',
  },
})

const session = (summary: string, example: object = {}): EventDefinition => ({
  summary,
  data: SessionEventData,
  example: { session: exampleMessage.session, ...example },
})

/** Every type of event: what it means and what it carries. */
export const eventCatalogue: Readonly<Record<EventType, EventDefinition>> = {
  'message.accepted': message('Meta accepted the message. It is not on a phone yet.', {}),
  'message.sent': message("Meta's servers sent the message out.", { status: 'sent' }),
  'message.delivered': message('The message is on the phone of its recipient.', { status: 'delivered' }),
  'message.read': message('The recipient opened the message, or played it.', { status: 'read' }),
  'message.failed': message('The message failed and is not retried; `data.error` has the cause.', {
    status: 'failed',
    error: fault('RECIPIENT_UNREACHABLE', 'WhatsApp cannot deliver to this recipient.', 'never'),
  }),
  'message.held': message('The message is held until its session or template is repaired; then it is sent.', {
    status: 'held',
    error: fault(
      'WHATSAPP_TOKEN_EXPIRED',
      'The session is on hold: the access token has expired.',
      'after-fix',
    ),
  }),
  'message.expired': message('The message could not be sent before its `notAfter`.', {
    status: 'expired',
    error: fault('MESSAGE_EXPIRED', 'Its notAfter passed before it could be sent.', 'never'),
  }),
  'message.unknown': message(
    "The message may have been sent: Meta's answer was lost and no status came. It is not sent again; a later status still settles it.",
    {
      status: 'unknown',
      error: fault('OUTCOME_UNKNOWN', 'The connection broke after the message had left.', 'never'),
    },
  ),
  'message.received': incoming('A contact wrote.', {
    contact: { phone: '+972546800360', waId: '972546800360', name: 'Dana' },
  }),
  'message.edited': incoming('A contact edited a message; `data` is the message as it reads now.', {
    edits: [{ type: 'text', content: { body: 'Where is it?' }, until: '2027-01-31T18:01:00.000Z' }],
  }),
  'message.revoked': incoming('A contact deleted a message.', { revokedAt: '2027-01-31T18:01:00.000Z' }),
  'message.app_sent': message('Somebody answered in the WhatsApp Business app.', {
    source: 'app',
    status: 'sent',
    type: 'text',
    content: { body: 'It is on its way.' },
  }),
  'call.received': {
    summary: 'A call with a contact began, changed or ended.',
    data: CallEventData,
    example: {
      session: exampleMessage.session,
      conversation: 'cnv_01k9m3v5xq8r7t2w4y6z1a3b5c',
      contact: exampleMessage.recipient,
      callId: 'wacid.HBgLMTIxODU1NTI4MjgVAgARGCAyODRQ',
      event: 'connect',
      direction: 'USER_INITIATED',
      at: exampleMessage.createdAt,
    },
  },
  'conversation.needs_human': {
    summary: 'A conversation needs an answer by a person.',
    data: ConversationView,
    example: {
      id: 'cnv_01k9m3v5xq8r7t2w4y6z1a3b5c',
      session: exampleMessage.session,
      phone: exampleMessage.recipient,
      waId: '972546800360',
      name: 'Dana',
      state: 'needs_human',
      unread: 1,
      lastInboundAt: exampleMessage.createdAt,
      windowOpenUntil: exampleMessage.notAfter,
      optedOut: [],
      createdAt: exampleMessage.createdAt,
      updatedAt: exampleMessage.createdAt,
    },
  },
  'contact.opted_out': consent('A contact opted out.'),
  'contact.opted_in': consent('A contact opted in again.'),
  'session.connected': session('A paired phone is connected.'),
  'session.disconnected': session('A paired phone is disconnected.', {
    reason: 'Logged out on the phone.',
  }),
  'session.qr': session('A phone can be paired with this QR code, for some seconds.', { qr: '2@kPz…' }),
  'session.held': session('The session is on hold: its messages are held.', {
    code: 'WHATSAPP_TOKEN_EXPIRED',
    reason: 'The access token has expired.',
  }),
  'session.resumed': session('The hold of the session ended: its messages are sent.'),
  'template.status_changed': {
    summary: 'Meta changed the status of a template.',
    data: TemplateEventData,
    example: { wabaId: '102290129340398', name: 'order_shipped', language: 'en_US', status: 'PAUSED' },
  },
  'endpoint.disabled': {
    summary: 'An endpoint was disabled: it failed for too long or answered 410 Gone.',
    data: EndpointDisabledData,
    example: {
      endpoint: 'ep_01k9m3v5xq8r7t2w4y6z1a3b5c',
      url: 'https://example.com/hooks/waypost',
      reason: 'It answered 410 Gone.',
    },
  },
  'webhook.test': {
    summary: 'A test of an endpoint was requested.',
    data: WebhookTestData,
    example: { endpoint: 'ep_01k9m3v5xq8r7t2w4y6z1a3b5c', message: 'It works: this is a test event.' },
  },
}

/** The body of the request that an endpoint gets for an event of this type. */
export const webhookBody = (type: EventType) =>
  z.object({
    type: z.literal(type).meta({ description: 'What happened.', examples: [type] }),
    timestamp: instant('When it happened.'),
    data: eventCatalogue[type].data,
  })

/** The name of a type of event. */
export const eventType = z
  .enum(eventTypes)
  .meta({ id: 'EventType', description: 'A type of event.', examples: ['message.delivered'] })
