/** Sessions (senders) over the API. */
import { z } from 'zod'
import { CreateEndpointRequest } from '../webhooks/endpoints.ts'
import { errorCode } from '../errors/error-answer.ts'
import { TokenHealth } from '../operations/health-details.ts'
import { count, instant, instantOrNull, sessionId } from '../fields/view-fields.ts'

const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .meta({ description: 'For people.', examples: ['Web shop'] })
const channel = z.enum(['cloud', 'web']).meta({
  description: "`cloud`: a number on Meta's Cloud API; `web`: a paired phone, which needs a session runner.",
  examples: ['cloud'],
})
const idOfMeta = (description: string, example: string) =>
  z
    .string()
    .regex(/^\d{5,30}$/, "must be Meta's id: digits only, not the phone number itself")
    .meta({ description, examples: [example] })
const phoneNumberId = idOfMeta("Meta's id of the number; for `cloud`.", '106540352242922')
const wabaId = idOfMeta('Its WhatsApp Business Account; for `cloud`.', '102290129340398')
const tokenSecret = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,99}$/, 'must be the name of a secret, like SHOP_ACCESS_TOKEN')
  .meta({
    description:
      'The secret with an access token of its own, one of those in WHATSAPP_TOKEN_SECRETS; without one, the token of the installation is used.',
    examples: ['SHOP_ACCESS_TOKEN'],
  })
const owners = z
  .array(z.string().regex(/^[\w:.@-]{1,128}$/, 'must be the owner of API keys, or user:<uid>'))
  .max(100)
  .meta({ description: 'The owners: owners of API keys, `user:<uid>`.', examples: [['shop']] })
const isDefault = z.boolean().meta({
  description: 'Whether requests without a session use this one. One session at most.',
  examples: [false],
})
const automation = z.boolean().meta({
  description: 'False: a reply does not change the state of the conversation.',
  examples: [true],
})

const webhookFields = {
  webhookUrl: CreateEndpointRequest.shape.url,
  enableWebhook: z
    .boolean()
    .exactOptional()
    .meta({ description: 'Whether its endpoint receives events.', examples: [true] }),
  events: CreateEndpointRequest.shape.events.exactOptional().meta({
    description: 'The event types its endpoint receives; `*` (the default): all.',
    examples: [['message.received', 'message.failed']],
  }),
}

/** The body of `POST /v1/sessions`. */
export const CreateSessionRequest = z
  .strictObject({
    name,
    channel: channel.default('cloud'),
    phoneNumberId: phoneNumberId.exactOptional(),
    wabaId: wabaId.exactOptional(),
    tokenSecret: tokenSecret.exactOptional(),
    owners: owners.default([]),
    isDefault: isDefault.default(false),
    automation: automation.exactOptional(),
    ...webhookFields,
  })
  .superRefine((session, context) => {
    if (session.channel === 'web') return
    for (const field of ['phoneNumberId', 'wabaId'] as const)
      if (session[field] === undefined)
        context.addIssue({ code: 'custom', path: [field], message: 'is required for the channel "cloud"' })
  })
  .meta({ id: 'CreateSessionRequest' })
export type CreateSessionRequest = z.infer<typeof CreateSessionRequest>

/** The body of `PUT /v1/sessions/{id}`: what is left out stays as it is. */
export const ChangeSessionRequest = z
  .strictObject({
    name: name.exactOptional(),
    phoneNumberId: phoneNumberId.exactOptional(),
    wabaId: wabaId.exactOptional(),
    tokenSecret: tokenSecret
      .nullable()
      .exactOptional()
      .meta({
        description: 'As in the creation; null: use the token of the installation.',
        examples: ['SHOP_ACCESS_TOKEN', null],
      }),
    owners: owners.exactOptional(),
    isDefault: isDefault.exactOptional(),
    automation: automation.exactOptional(),
    ...webhookFields,
  })
  .meta({ id: 'ChangeSessionRequest' })
export type ChangeSessionRequest = z.infer<typeof ChangeSessionRequest>

/** The body of `POST /v1/sessions/{id}/hold`. */
export const HoldSessionRequest = z
  .strictObject({
    reason: z
      .string()
      .trim()
      .min(1)
      .max(300)
      .meta({
        description: 'The cause, shown to the senders of held messages.',
        examples: ['Moving to a new number.'],
      }),
  })
  .meta({ id: 'HoldSessionRequest' })
export type HoldSessionRequest = z.infer<typeof HoldSessionRequest>

const hold = z
  .object({
    code: errorCode.meta({ description: 'Why it is on hold.', examples: ['WHATSAPP_TOKEN_EXPIRED'] }),
    reason: z.string().meta({ description: 'The same as a sentence.', examples: ['Session has expired.'] }),
    since: instant('Since when.'),
  })
  .meta({ id: 'SessionHold' })
  .nullable()
  .meta({ description: 'Set while nothing is sent: its messages wait as `held`.', examples: [null] })

const shown = {
  id: sessionId,
  name,
  channel,
  phoneNumberId: phoneNumberId.optional(),
  wabaId: wabaId.optional(),
  tokenSecret: tokenSecret.optional(),
  owners,
  isDefault,
  automation,
  hold,
}

/** A session in a list. */
export const SessionView = z.object(shown).meta({ id: 'SessionView' })
export type SessionView = z.infer<typeof SessionView>

/** A session with its webhook settings. */
export const SessionDetails = z
  .object({
    ...shown,
    ...webhookFields,
    webhookSecret: z
      .string()
      .optional()
      .meta({
        description: 'The signing secret (Standard Webhooks). Only in the answer that created it.',
        examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
      }),
  })
  .meta({ id: 'SessionDetails' })
export type SessionDetails = z.infer<typeof SessionDetails>

/** `GET /v1/sessions`. */
export const SessionList = z
  .object({
    data: z.array(SessionView).meta({ description: 'Those of the caller, by name.', examples: [[]] }),
  })
  .meta({ id: 'SessionList' })
export type SessionList = z.infer<typeof SessionList>

/** `DELETE /v1/sessions/{id}`. */
export const SessionDeleted = z
  .object({ id: sessionId, deleted: z.literal(true).meta({ description: 'It is gone.', examples: [true] }) })
  .meta({ id: 'SessionDeleted' })
export type SessionDeleted = z.infer<typeof SessionDeleted>

/** `POST /v1/sessions/{id}/webhook-secret`. */
export const WebhookSecretAnswer = z
  .object({
    id: sessionId,
    webhookSecret: z.string().meta({
      description: 'The new secret. The previous one signs too until the overlap ends.',
      examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    }),
  })
  .meta({ id: 'WebhookSecretAnswer' })
export type WebhookSecretAnswer = z.infer<typeof WebhookSecretAnswer>

const wordOfMeta = (description: string, example: string) =>
  z
    .string()
    .optional()
    .meta({ description, examples: [example] })

/** `GET /v1/sessions/{id}/health`. */
export const SessionHealth = z
  .object({
    id: sessionId,
    channel,
    state: z.enum(['ready', 'held', 'refused', 'unknown', 'unsupported']).meta({
      description:
        '`ready`: it sends; `held`: it is on hold; `refused`: Meta refuses its number or token; `unknown`: Meta could not be reached; `unsupported`: it needs a session runner.',
      examples: ['ready'],
    }),
    reason: z
      .string()
      .optional()
      .meta({ description: 'Why it is not ready.', examples: ['Session has expired.'] }),
    hold,
    number: z
      .object({
        displayPhoneNumber: wordOfMeta('The number as Meta writes it.', '+1 555-010-0100'),
        verifiedName: wordOfMeta('The name people see.', 'Jaspers Market'),
        status: wordOfMeta("Meta's word.", 'CONNECTED'),
        quality: wordOfMeta("Meta's quality rating.", 'GREEN'),
        throughput: wordOfMeta('How fast it may send: `STANDARD` is 80 messages a second.', 'STANDARD'),
        messagingLimit: wordOfMeta(
          'How many contacts a day the business may start a conversation with.',
          'TIER_2K',
        ),
        accountMode: wordOfMeta('`SANDBOX`: it can message only the recipients on its list.', 'LIVE'),
      })
      .nullable()
      .meta({ description: "Meta's data about the number; null: none.", examples: [null] }),
    token: TokenHealth.nullable().meta({
      description: 'The access token that it sends with; null: it needs none.',
      examples: [null],
    }),
    waiting: count('Its messages that are not sent yet.', 0),
    lastSendAt: instantOrNull('When the last of its 20 newest messages was accepted; null: none.'),
    lastWebhookAt: instantOrNull('When the last status of its 20 newest messages arrived; null: none.'),
    time: instant('When this was measured.'),
  })
  .meta({ id: 'SessionHealth' })
export type SessionHealth = z.infer<typeof SessionHealth>
