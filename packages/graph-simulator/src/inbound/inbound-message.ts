/**
 * A message from a person to the business, as in the webhook.
 * Which ids of the person stand in it depends on the identity mode: "Business-scoped user ids" in Meta's documentation.
 */
import { unixSeconds } from '../account/access-token.ts'
import { digitsOf, type PhoneNumber } from '../account/phone-number.ts'
import { contactEntry, showsPhone, type Contact } from '../contacts/contact.ts'
import { newWamid } from '../ids.ts'
import type { WebhookUpdate } from '../webhooks/envelope.ts'
import type { SimulatorContext } from '../simulator-state.ts'
import { mediaContent } from './inbound-media.ts'
import { contentMembers, inboundMedia, isPayload, type Payload } from './inbound-types.ts'

export interface InboundRequest {
  readonly contact: Contact
  readonly phone: PhoneNumber
  readonly type: string
  /** The object (or list) named like the type; missing members come from the example of the type. */
  readonly content?: unknown
  readonly id?: string
  /** The message this one answers. */
  readonly contextId?: string
  /** Members laid over the finished message; null removes one. */
  readonly message?: Payload
  /** Members laid over the entry of `contacts`; null removes the list. */
  readonly contactEntry?: Payload | null
  /** Where media can be downloaded. */
  readonly origin: string
}

/** The webhook of one inbound message. */
export function inboundUpdate(
  simulator: SimulatorContext,
  request: InboundRequest,
): { update: WebhookUpdate; wamid: string } {
  const { contact, phone } = request
  const wamid = request.id ?? newWamid(contact.waId, 'in')
  const message = withOverrides(wholeMessage(simulator, request, wamid), request.message ?? {})
  const entry = entryOf(request)
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: digitsOf(phone.display_phone_number), phone_number_id: phone.id },
    ...(entry && { contacts: [entry] }),
    messages: [message],
  }
  return {
    update: { wabaId: phone.wabaId, field: 'messages', value },
    wamid,
  }
}

function wholeMessage(simulator: SimulatorContext, request: InboundRequest, wamid: string): Payload {
  const { contact, phone, type, content, origin } = request
  const media = inboundMedia.find((kind) => kind === type)
  const members = media
    ? {
        [media]: mediaContent(simulator, media, {
          given: isPayload(content) ? content : {},
          phoneNumberId: phone.id,
          origin,
        }),
      }
    : contentMembers(type, content)
  const context =
    request.contextId === undefined
      ? {}
      : { context: { from: digitsOf(phone.display_phone_number), id: request.contextId } }
  return {
    ...context,
    ...(showsPhone(contact) && { from: contact.waId }),
    from_user_id: contact.userId,
    ...(contact.identity === 'parent_bsuid' && { from_parent_user_id: contact.parentUserId }),
    id: wamid,
    timestamp: String(unixSeconds(simulator.clock.now())),
    type,
    ...members,
  }
}

/** System messages come without `contacts`. */
function entryOf({ contact, type, contactEntry: overrides }: InboundRequest): Payload | undefined {
  if (overrides === null || (type === 'system' && overrides === undefined)) return undefined
  return withOverrides({ ...contactEntry(contact, true) }, overrides ?? {})
}

/** Lays members over an object; null removes one. */
export function withOverrides(base: Payload, overrides: Payload): Payload {
  const merged = { ...base, ...overrides }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
}
