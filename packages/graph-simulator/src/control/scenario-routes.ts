/** Control routes that script behaviour: the next sends, statuses by hand, contacts, opt-outs. */
import type { Hono } from 'hono'
import { applyStatus } from '../messages/status-plan.ts'
import { number, optionalText, text, type JsonPart } from '../graph/json-part.ts'
import { contactOf, contactByUserId } from '../contacts/contact-book.ts'
import type { Contact } from '../contacts/contact.ts'
import type { ReceivedMessage } from '../messages/received-message.ts'
import type { SimulatorContext } from '../simulator-state.ts'
import { ControlError, count, rejectUnknownKeys, parsePersonId, readControl } from './control-request.ts'
import { behaviourKeys, readBehaviour, readStep } from './read-behaviour.ts'
import { defaultPhone } from './request-targets.ts'

export function scenarioRoutes(app: Hono, simulator: SimulatorContext): void {
  app.post('/_simulator/next', async (c) => {
    const body = await readControl(c)
    rejectUnknownKeys(body, ['to', 'times', ...behaviourKeys])
    const to = optionalText(body, 'to')
    const behaviour = readBehaviour(body)
    if (Object.keys(behaviour).length === 0)
      throw new ControlError(`Say what shall happen: one of ${behaviourKeys.join(', ')}.`)
    const scripted = {
      ...(to !== undefined && { to: parsePersonId(to) }),
      remaining: count(body, 'times', { min: 1, fallback: 1 }),
      behaviour,
    }
    simulator.state.scripted.push(scripted)
    return c.json(scripted, 201)
  })
  app.delete('/_simulator/next', (c) => {
    simulator.state.scripted.length = 0
    return c.json({ cleared: true })
  })
  app.post('/_simulator/statuses', async (c) => c.json(publishStatus(simulator, await readControl(c)), 201))
  app.post('/_simulator/contacts', async (c) => {
    const body = await readControl(c)
    rejectUnknownKeys(body, ['phone', 'name', 'username', 'identity', 'userId', 'parentUserId'])
    const contact = contactOf(simulator, parsePersonId(text(body, 'phone')))
    describe(contact, body.value)
    return c.json(contact)
  })
  app.post('/_simulator/opt-outs', async (c) => {
    const body = await readControl(c)
    rejectUnknownKeys(body, ['phone', 'optedOut'])
    const waId = parsePersonId(text(body, 'phone'))
    if (body.value['optedOut'] === false) simulator.state.optOuts.delete(waId)
    else simulator.state.optOuts.add(waId)
    return c.json({ optOuts: [...simulator.state.optOuts] })
  })
}

/** One status by hand, also of a message the simulator does not know. */
function publishStatus(simulator: SimulatorContext, body: JsonPart): object {
  rejectUnknownKeys(body, ['wamid', 'status', 'code', 'details', 'repeat', 'to', 'callbackData', 'timestamp'])
  const wamid = text(body, 'wamid')
  const step = readStep(body)
  const at =
    body.value['timestamp'] === undefined ? simulator.clock.now() : new Date(number(body, 'timestamp') * 1000)
  const message =
    simulator.state.receivedById.get(wamid) ??
    foreignMessage(simulator, wamid, optionalText(body, 'callbackData'))
  const contact = contactOfMessage(simulator, message, optionalText(body, 'to'))
  const phone = simulator.state.phoneNumbers.get(message.phoneNumberId) ?? defaultPhone(simulator)
  const update = applyStatus(simulator, { message, phone, recipient: { contact, sentTo: 'phone' }, at }, step)
  const copies = (step.repeat ?? 0) + 1
  for (let copy = 0; copy < copies; copy++) simulator.webhooks.publish(update)
  return { published: copies, value: update.value }
}

const identities: readonly Contact['identity'][] = [
  'phone',
  'username_with_phone',
  'username_only',
  'parent_bsuid',
]

/** Applies the contact members of a request. */
export function describe(contact: Contact, about: Readonly<Record<string, unknown>>): void {
  for (const key of ['name', 'username', 'userId', 'parentUserId'] as const) {
    const value = about[key]
    if (typeof value === 'string') contact[key] = value
  }
  if (about['identity'] === undefined) return
  const identity = identities.find((candidate) => candidate === about['identity'])
  if (!identity) throw new ControlError(`identity must be one of ${identities.join(', ')}.`)
  contact.identity = identity
}

/** A message that another program sent from the same number. */
function foreignMessage(
  simulator: SimulatorContext,
  wamid: string,
  callbackData: string | undefined,
): ReceivedMessage {
  const phone = defaultPhone(simulator)
  const waId = '16505551234'
  const { userId } = contactOf(simulator, waId)
  return {
    wamid,
    // Its other id is unknown: the given one may have any form.
    userScopedWamid: wamid,
    to: `+${waId}`,
    waId,
    userId,
    input: `+${waId}`,
    phoneNumberId: phone.id,
    wabaId: phone.wabaId,
    via: 'messages',
    type: 'text',
    content: {},
    ...(callbackData !== undefined && { callbackData }),
    acceptedAt: simulator.clock.now().toISOString(),
    requestId: '',
    answered: true,
    reachesPhone: false,
    statuses: [],
  }
}

function contactOfMessage(
  simulator: SimulatorContext,
  message: ReceivedMessage,
  to: string | undefined,
): Contact {
  if (to === undefined) return contactOf(simulator, message.waId)
  const id = parsePersonId(to)
  return contactByUserId(simulator, id) ?? contactOf(simulator, id)
}
