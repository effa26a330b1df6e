/** Control routes for inbound messages and account events. */
import type { Hono } from 'hono'
import { contactByUserId, contactOf, moveContact, openWindow } from '../contacts/contact-book.ts'
import { showsPhone, type Contact } from '../contacts/contact.ts'
import { changeTemplate } from '../events/change-template.ts'
import { eventFields, exampleEvent } from '../events/account-events.ts'
import { inboundUpdate, withOverrides } from '../inbound/inbound-message.ts'
import { impliedType, inboundTypes, isPayload } from '../inbound/inbound-types.ts'
import { oneOf, optionalPart, optionalText, text, type JsonPart } from '../graph/json-part.ts'
import { checkComponents } from '../templates/check-definition.ts'
import type { WebhookUpdate } from '../webhooks/envelope.ts'
import type { SimulatorContext } from '../simulator-state.ts'
import { ControlError, count, rejectUnknownKeys, parsePersonId, readControl } from './control-request.ts'
import { webhookWamid } from '../messages/status-plan.ts'
import { describe } from './scenario-routes.ts'
import { requirePhone, requireTemplate } from './request-targets.ts'

const inboundKeys = [
  'from',
  'phoneNumberId',
  'type',
  'name',
  'username',
  'identity',
  'id',
  'replyTo',
  'message',
  'contact',
  'repeat',
  ...inboundTypes,
]

export function inboundRoutes(app: Hono, simulator: SimulatorContext): void {
  app.post('/_simulator/inbound', async (c) => {
    const body = await readControl(c)
    rejectUnknownKeys(body, inboundKeys)
    const sent = receive(simulator, body, new URL(c.req.url).origin)
    return c.json(sent, 201)
  })
  app.post('/_simulator/number-changes', async (c) => {
    const body = await readControl(c)
    rejectUnknownKeys(body, ['from', 'to', 'phoneNumberId', 'repeat'])
    return c.json(changeNumber(simulator, body, new URL(c.req.url).origin), 201)
  })
  app.post('/_simulator/events/:field', async (c) => {
    const body = await readControl(c)
    rejectUnknownKeys(body, ['value', 'from', 'wabaId', 'repeat'])
    const update = eventUpdate(simulator, c.req.param('field'), body)
    publish(simulator, update, body)
    return c.json({ field: update.field, value: update.value }, 201)
  })
  app.post('/_simulator/templates', async (c) => {
    const body = await readControl(c)
    rejectUnknownKeys(body, [
      'id',
      'name',
      'language',
      'status',
      'category',
      'quality',
      'components',
      'reason',
      'otherInfo',
      'notify',
    ])
    const template = requireTemplate(simulator, body)
    const updates = changeTemplate(
      template,
      readChange(body, template.parameter_format === 'NAMED'),
      simulator.clock.now(),
    )
    if (body.value['notify'] !== false) for (const update of updates) simulator.webhooks.publish(update)
    return c.json({ template, webhooks: updates.map(({ field }) => field) }, 201)
  })
}

/** Receives a person's message: opens the service window and publishes the webhook. */
function receive(simulator: SimulatorContext, body: JsonPart, origin: string): object {
  const contact = resolveContact(simulator, text(body, 'from'))
  describe(contact, body.value)
  const type = body.value['type'] === undefined ? impliedType(body.value) : oneOf(body, 'type', inboundTypes)
  const phone = requirePhone(simulator, body)
  const id = optionalText(body, 'id')
  const contextId = resolveReplyTo(simulator, contact, optionalText(body, 'replyTo'))
  const overrides = body.value['contact'] === null ? null : optionalPart(body, 'contact')?.value
  const { update, wamid } = inboundUpdate(simulator, {
    contact,
    phone,
    type,
    origin,
    content: body.value[type],
    ...(id !== undefined && { id }),
    ...(contextId !== undefined && { contextId }),
    ...(isPayload(body.value['message']) && { message: body.value['message'] }),
    ...(overrides !== undefined && { contactEntry: overrides }),
  })
  const blocked = simulator.state.blocked.get(phone.id)?.has(contact.waId) ?? false
  if (blocked) return { wamid, contact, blocked, value: update.value }
  if (!notificationTypes.includes(type)) openWindow(simulator, phone.id, contact.waId)
  publish(simulator, update, body)
  return { wamid, contact, value: update.value }
}

/** Types that do not open a service window: no person wrote them. */
const notificationTypes = ['system', 'edit', 'revoke']

/** Changes a person's number: the system message carries the old and the new ids; later messages use the new ones. */
function changeNumber(simulator: SimulatorContext, body: JsonPart, origin: string): object {
  const contact = resolveContact(simulator, text(body, 'from'))
  const before = { ...contact }
  moveContact(simulator, contact, parsePersonId(text(body, 'to')))
  const { waId, userId } = contact
  const content = {
    type: 'user_changed_number',
    body: `${contact.name} changed the phone number`,
    ...(showsPhone(contact) && { wa_id: waId }),
    user_id: userId,
    previous_user_id: before.userId,
    ...(before.identity === 'parent_bsuid' && {
      parent_user_id: contact.parentUserId,
      previous_parent_user_id: before.parentUserId,
    }),
  }
  const phone = requirePhone(simulator, body)
  const { update, wamid } = inboundUpdate(simulator, {
    contact: before,
    phone,
    type: 'system',
    content,
    origin,
  })
  publish(simulator, update, body)
  return { wamid, contact, value: update.value }
}

/** The contact with this phone number or user id. */
export function resolveContact(simulator: SimulatorContext, from: string): Contact {
  const id = parsePersonId(from)
  if (!id.includes('.')) return contactOf(simulator, id)
  const contact = contactByUserId(simulator, id)
  if (!contact)
    throw new ControlError(
      `Unknown user id ${id}. Send an inbound message with a phone number and "identity": "username_only"; its answer contains the id.`,
    )
  return contact
}

/** `replyTo`: a wamid, or `last` for the last message this person got. */
export function resolveReplyTo(
  simulator: SimulatorContext,
  contact: Contact,
  replyTo: string | undefined,
): string | undefined {
  if (replyTo !== 'last') return replyTo
  const last = simulator.state.received.findLast(({ waId }) => waId === contact.waId)
  if (!last) throw new ControlError('replyTo "last": this person has not got any message yet.')
  return webhookWamid(simulator, last)
}

function eventUpdate(simulator: SimulatorContext, field: string, body: JsonPart): WebhookUpdate {
  const from = parsePersonId(optionalText(body, 'from') ?? '+16505551234')
  const example = exampleEvent(simulator, field, from)
  const given = optionalPart(body, 'value')?.value
  if (!example && !given)
    throw new ControlError(
      `There is no example for the field ${field}: send a value. Fields with examples: ${eventFields.join(', ')}.`,
    )
  return {
    wabaId: optionalText(body, 'wabaId') ?? simulator.config.wabaId,
    field,
    value: withOverrides(example ?? {}, given ?? {}),
  }
}

/** Publishes an update, as often as the request says. */
export function publish(simulator: SimulatorContext, update: WebhookUpdate, body: JsonPart): void {
  const repeat = count(body, 'repeat', { min: 0, fallback: 0 })
  for (let copy = 0; copy <= repeat; copy++) simulator.webhooks.publish(update)
}

function readChange(body: JsonPart, isNamed: boolean): Parameters<typeof changeTemplate>[1] {
  const { value } = body
  const status = optionalText(body, 'status')
  const reason = optionalText(body, 'reason')
  const otherInfo = optionalPart(body, 'otherInfo')?.value
  return {
    ...(status !== undefined && { status }),
    ...(reason !== undefined && { reason }),
    ...(otherInfo && { otherInfo }),
    ...(value['category'] !== undefined && {
      category: oneOf(body, 'category', ['MARKETING', 'UTILITY', 'AUTHENTICATION']),
    }),
    ...(value['quality'] !== undefined && {
      quality: oneOf(body, 'quality', ['GREEN', 'YELLOW', 'RED', 'UNKNOWN']),
    }),
    ...(value['components'] !== undefined && { components: checkComponents(body, isNamed) }),
  }
}
