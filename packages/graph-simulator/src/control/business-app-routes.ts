/** Control routes for what happens in the WhatsApp Business app of the same number, and for calls. */
import type { Hono } from 'hono'
import { unixSeconds } from '../account/access-token.ts'
import { digitsOf, type PhoneNumber } from '../account/phone-number.ts'
import { contactEntry, showsPhone, type Contact } from '../contacts/contact.ts'
import { list, number, oneOf, optionalText, text, type JsonPart } from '../graph/json-part.ts'
import { newWamid } from '../ids.ts'
import {
  contentMembers,
  impliedType,
  inboundTypes,
  isPayload,
  type Payload,
} from '../inbound/inbound-types.ts'
import { withOverrides } from '../inbound/inbound-message.ts'
import type { SimulatorContext } from '../simulator-state.ts'
import { count, readControl, rejectUnknownKeys } from './control-request.ts'
import { publish, resolveContact, resolveReplyTo } from './inbound-routes.ts'
import { requirePhone } from './request-targets.ts'

const common = ['phoneNumberId', 'repeat'] as const

export function businessAppRoutes(app: Hono, simulator: SimulatorContext): void {
  app.post('/_simulator/echoes', async (c) => c.json(echo(simulator, await readControl(c)), 201))
  app.post('/_simulator/history', async (c) => c.json(history(simulator, await readControl(c)), 201))
  app.post('/_simulator/calls', async (c) => c.json(call(simulator, await readControl(c)), 201))
}

/** The person's ids as Meta names them: the phone only if it is visible. */
const idsOf = (contact: Contact, phoneKey: 'from' | 'to') => ({
  ...(showsPhone(contact) && { [phoneKey]: contact.waId }),
  [`${phoneKey}_user_id`]: contact.userId,
})

function send(
  simulator: SimulatorContext,
  body: JsonPart,
  { phone, field, value }: { phone: PhoneNumber; field: string; value: object },
): object {
  const metadata = {
    display_phone_number: digitsOf(phone.display_phone_number),
    phone_number_id: phone.id,
  }
  const update = { wabaId: phone.wabaId, field, value: { messaging_product: 'whatsapp', metadata, ...value } }
  publish(simulator, update, body)
  return update.value
}

/** The business answers in the app: the API receives an echo. */
function echo(simulator: SimulatorContext, body: JsonPart): object {
  rejectUnknownKeys(body, ['to', 'type', 'id', 'replyTo', 'message', ...common, ...inboundTypes])
  const contact = resolveContact(simulator, text(body, 'to'))
  const phone = requirePhone(simulator, body)
  const type = body.value['type'] === undefined ? impliedType(body.value) : oneOf(body, 'type', inboundTypes)
  const wamid = optionalText(body, 'id') ?? newWamid(contact.waId)
  const context = resolveReplyTo(simulator, contact, optionalText(body, 'replyTo'))
  const message = {
    from: digitsOf(phone.display_phone_number),
    ...idsOf(contact, 'to'),
    id: wamid,
    timestamp: String(unixSeconds(simulator.clock.now())),
    type,
    ...(context !== undefined && { context: { id: context } }),
    ...contentMembers(type, body.value[type]),
  }
  const overrides = isPayload(body.value['message']) ? body.value['message'] : {}
  const value = { message_echoes: [withOverrides(message, overrides)] }
  return { wamid, contact, value: send(simulator, body, { phone, field: 'smb_message_echoes', value }) }
}

/** Chats from before the number joined the API, in one chunk; `declined` when the business shares none. */
function history(simulator: SimulatorContext, body: JsonPart): object {
  rejectUnknownKeys(body, ['with', 'messages', 'phase', 'chunk', 'progress', 'declined', ...common])
  const phone = requirePhone(simulator, body)
  if (body.value['declined'] === true) {
    const errors = [
      { code: 2593109, title: 'History sharing is turned off', message: 'History sharing is turned off' },
    ]
    return { value: send(simulator, body, { phone, field: 'history', value: { history: [{ errors }] } }) }
  }
  const contact = resolveContact(simulator, text(body, 'with'))
  const messages = list(body, 'messages', { min: 1, max: 100 }).map((one) =>
    oldMessage(simulator, one, { contact, own: digitsOf(phone.display_phone_number) }),
  )
  const metadata = {
    phase: count(body, 'phase', { min: 0, fallback: 0 }),
    chunk_order: count(body, 'chunk', { min: 1, fallback: 1 }),
    progress: count(body, 'progress', { min: 0, fallback: 100 }),
  }
  const thread = { id: contact.waId, context: { user_id: contact.userId }, messages }
  const value = { history: [{ metadata, threads: [thread] }] }
  return {
    wamids: messages.map(({ id }) => id),
    contact,
    value: send(simulator, body, { phone, field: 'history', value }),
  }
}

function oldMessage(
  simulator: SimulatorContext,
  body: JsonPart,
  { contact, own }: { contact: Contact; own: string },
): Payload & { readonly id: string } {
  rejectUnknownKeys(body, ['direction', 'id', 'secondsAgo', 'status', ...inboundTypes])
  const isIncoming = body.value['direction'] === undefined || oneOf(body, 'direction', ['in', 'out']) === 'in'
  const secondsAgo = body.value['secondsAgo'] === undefined ? 3600 : number(body, 'secondsAgo')
  const type = impliedType(body.value)
  return {
    id: optionalText(body, 'id') ?? newWamid(contact.waId, isIncoming ? 'in' : 'out'),
    ...(isIncoming ? { from: contact.waId } : { from: own, to: contact.waId }),
    timestamp: String(unixSeconds(simulator.clock.now()) - secondsAgo),
    type,
    ...contentMembers(type, body.value[type]),
    history_context: { status: optionalText(body, 'status') ?? 'READ' },
  }
}

const callKeys = ['with', 'id', 'event', 'direction', 'status', 'durationSeconds']

/** A call connects or ends; an ended one has a status and, when it was taken, a duration. */
function call(simulator: SimulatorContext, body: JsonPart): object {
  rejectUnknownKeys(body, [...callKeys, ...common])
  const contact = resolveContact(simulator, text(body, 'with'))
  const phone = requirePhone(simulator, body)
  const own = digitsOf(phone.display_phone_number)
  const event = body.value['event'] === undefined ? 'connect' : oneOf(body, 'event', ['connect', 'terminate'])
  const direction =
    body.value['direction'] === undefined
      ? 'USER_INITIATED'
      : oneOf(body, 'direction', ['USER_INITIATED', 'BUSINESS_INITIATED'])
  const id = optionalText(body, 'id') ?? newWamid(contact.waId, 'in').replace(/^wamid/, 'wacid')
  const parties =
    direction === 'USER_INITIATED'
      ? { ...idsOf(contact, 'from'), to: own }
      : { from: own, ...idsOf(contact, 'to') }
  const now = unixSeconds(simulator.clock.now())
  const entry = {
    id,
    ...parties,
    event,
    timestamp: String(now),
    direction,
    ...(event === 'terminate' && callEnd(body, now)),
  }
  const value = { contacts: [contactEntry(contact, true)], calls: [entry] }
  return { callId: id, contact, value: send(simulator, body, { phone, field: 'calls', value }) }
}

function callEnd(body: JsonPart, now: number): object {
  const status =
    body.value['status'] === undefined ? 'COMPLETED' : oneOf(body, 'status', ['COMPLETED', 'FAILED'])
  const duration = count(body, 'durationSeconds', { min: 0, fallback: status === 'COMPLETED' ? 60 : 0 })
  if (duration === 0) return { status }
  return { status, start_time: String(now - duration), end_time: String(now), duration }
}
