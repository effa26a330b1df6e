/** Parses a send request into recipient and content, refusing as Meta does. */
import { refuse } from '../graph/graph-error.ts'
import { contactByUserId, contactOf } from '../contacts/contact-book.ts'
import type { Contact } from '../contacts/contact.ts'
import type { PhoneNumber } from '../account/phone-number.ts'
import { findUnexpiredMedia } from '../media/media.ts'
import { fillTemplate, findTemplate, headerMedia, type FilledTemplate } from '../templates/check-template.ts'
import type { Template } from '../templates/template.ts'
import type { SimulatorContext } from '../simulator-state.ts'
import { checkContent, messageType, type MessageType } from './check-content.ts'
import { linkFailure, mediaKinds } from './check-media.ts'
import { resolveWaId } from './resolve-wa-id.ts'
import {
  oneOf,
  optionalBoolean,
  optionalPart,
  optionalText,
  part,
  text,
  type JsonPart,
} from '../graph/json-part.ts'

export type Edge = 'messages' | 'marketing_messages'

export interface Recipient {
  readonly input: string
  readonly sentTo: 'phone' | 'bsuid'
  readonly contact: Contact
}

export interface Content {
  readonly type: MessageType
  readonly value: unknown
  readonly template?: Template
  readonly filled?: FilledTemplate
  /** Details of a later 131053: the link is not a media file. */
  readonly mediaFailure?: string
}

/** Who a body addresses. `to` wins over `recipient`; throws 131008 without either and 131041 for groups. */
export function recipientOf(body: JsonPart, phone: PhoneNumber, simulator: SimulatorContext): Recipient {
  const kind =
    optionalText(body, 'recipient_type') === undefined
      ? 'individual'
      : oneOf(body, 'recipient_type', ['individual', 'group'])
  if (kind === 'group') throw refuse(131041, 'Group is unknown: the simulator has no groups.')
  const to = optionalText(body, 'to')
  if (to === undefined && body.value['recipient'] !== undefined)
    return byUserId(text(body, 'recipient'), simulator)
  const input = text(body, 'to')
  const { waId, prefixed } = resolveWaId(input, phone.display_phone_number, simulator.state.settings.plusless)
  if (prefixed) {
    simulator.log(
      `"to" has no plus sign: …${input.slice(-4)} got the business's own country code in front and goes to another number`,
    )
  }
  return { input, sentTo: 'phone', contact: contactOf(simulator, waId) }
}

function byUserId(userId: string, simulator: SimulatorContext): Recipient {
  if (!/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(userId)) {
    throw refuse(
      131009,
      'Parameter recipient is not a business-scoped user id: two capital letters, a dot, letters and digits.',
    )
  }
  const contact = contactByUserId(simulator, userId)
  if (!contact)
    throw refuse(131026, 'Message undeliverable: this user id has never sent a message to this business.')
  return { input: userId, sentTo: 'bsuid', contact }
}

/** The members every send has, beside recipient and content. */
export function checkCommon(body: JsonPart): void {
  oneOf(body, 'messaging_product', ['whatsapp'])
  optionalText(body, 'biz_opaque_callback_data', { max: 512, min: 0 })
  optionalBoolean(body, 'message_activity_sharing')
  const context = optionalPart(body, 'context')
  if (context) text(context, 'message_id')
}

/** The content of a body, checked by its type. */
export function contentOf(
  body: JsonPart,
  edge: Edge,
  { phone, simulator }: { phone: PhoneNumber; simulator: SimulatorContext },
): Content {
  const type = messageType(body)
  const media = (id: string) => findUnexpiredMedia(simulator.state.media, id, simulator.clock.now())?.mimeType
  if (edge === 'marketing_messages' && type !== 'template')
    throw refuse(131055, 'Only template messages of category MARKETING can be sent here.')
  if (type !== 'template') {
    checkContent(body, type, media)
    const kind = mediaKinds.find((candidate) => candidate === type)
    return { type, value: body.value[type], ...failure(kind && linkFailure(part(body, kind), kind)) }
  }
  const content = part(body, 'template')
  const template = findTemplate(simulator.state.templates.values(), phone.wabaId, content)
  checkEdge(template, edge, simulator)
  const filled = fillTemplate(template, content, { media, formatCode: edge === 'messages' ? 132012 : 132018 })
  const header = headerMedia(content)
  return {
    type,
    value: content.value,
    template,
    filled,
    ...failure(header && linkFailure(header.media, header.kind)),
  }
}

function failure(mediaFailure: string | undefined): { mediaFailure?: string } {
  return mediaFailure === undefined ? {} : { mediaFailure }
}

function checkEdge({ category, name }: Template, edge: Edge, { state }: SimulatorContext): void {
  if (edge === 'marketing_messages' && category !== 'MARKETING') {
    throw refuse(134100, `template name (${name}) is ${category}; only MARKETING templates can be sent here`)
  }
  if (edge === 'messages' && category === 'MARKETING' && state.settings.disableMarketingOnCloudApi) {
    throw refuse(
      131063,
      'Send marketing templates to /marketing_messages; this account has disabled them on /messages.',
    )
  }
}
