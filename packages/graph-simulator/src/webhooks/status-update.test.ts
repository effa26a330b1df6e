import { expect, it } from 'vitest'
import { newPhoneNumber } from '../account/phone-number.ts'
import { newContact } from '../contacts/contact.ts'
import type { IdentityMode } from '../settings.ts'
import type { StatusStep } from '../behaviours/behaviour.ts'
import { statusUpdate, type StatusFacts } from './status-update.ts'

const at = new Date('2026-11-01T00:00:00Z')
const contact = (identity: IdentityMode = 'phone') => newContact('972546800360', 'app', identity)

function update(step: StatusStep, changes: Partial<StatusFacts> = {}) {
  const facts: StatusFacts = {
    message: { wamid: 'wamid.1', statuses: [] },
    phone: newPhoneNumber('106', '104', '+1 631-555-1181'),
    contact: contact(),
    sentTo: 'phone',
    step,
    at,
    version: 'v24',
    ...changes,
  }
  const { value, ...rest } = statusUpdate(facts)
  const [status] = value['statuses'] as Record<string, unknown>[]
  return { ...rest, value, status: status ?? {} }
}

it('names account, number, message and time', () => {
  const { wabaId, field, value, status } = update({ status: 'sent' })
  expect([wabaId, field]).toEqual(['104', 'messages'])
  expect(value['metadata']).toEqual({ display_phone_number: '16315551181', phone_number_id: '106' })
  expect(status).toMatchObject({ id: 'wamid.1', status: 'sent', timestamp: '1793491200' })
})

it.each<[string, StatusStep, Partial<StatusFacts>, object]>([
  ['sent to a phone', { status: 'sent' }, {}, { recipient_id: '972546800360' }],
  ['sent to a user id', { status: 'sent' }, { sentTo: 'bsuid', contact: contact('username_only') }, {}],
  [
    'sent to a user id with a visible phone',
    { status: 'sent' },
    { sentTo: 'bsuid' },
    { recipient_id: '972546800360' },
  ],
])('identifies the recipient of a message %s', (_, step, changes, ids) => {
  const { status } = update(step, changes)
  const { recipient_id, recipient_user_id } = status
  expect({ ...(recipient_id !== undefined && { recipient_id }) }).toEqual(ids)
  expect(recipient_user_id).toMatch(/^IL\.\d+$/)
})

it('adds the parent id in that identity mode only', () => {
  expect(update({ status: 'sent' }).status).not.toHaveProperty('recipient_parent_user_id')
  const { status } = update({ status: 'sent' }, { contact: contact('parent_bsuid') })
  expect(status['recipient_parent_user_id']).toMatch(/^IL\.ENT\.\d+$/)
})

it('shows the username in delivered and read, never in sent', () => {
  const of = (name: 'sent' | 'delivered' | 'read') => {
    const { value } = update({ status: name }, { contact: contact('username_with_phone') })
    const [entry] = value['contacts'] as { profile: { username?: string } }[]
    return entry?.profile.username
  }
  expect([of('sent'), of('delivered'), of('read')]).toEqual([undefined, 'contact.0360', 'contact.0360'])
})

it('reports a failure with its error, without contacts, user id and price', () => {
  const { value, status } = update({ status: 'failed', code: 131026, details: 'Not on WhatsApp' })
  expect(value).not.toHaveProperty('contacts')
  expect(status).not.toHaveProperty('pricing')
  expect(status).not.toHaveProperty('recipient_user_id')
  expect(status['errors']).toMatchObject([{ code: 131026, error_data: { details: 'Not on WhatsApp' } }])
})

it('returns the callback data of the send', () => {
  const message = { wamid: 'wamid.1', statuses: [], callbackData: 'w1:msg_1' }
  expect(update({ status: 'read' }, { message }).status['biz_opaque_callback_data']).toBe('w1:msg_1')
})

it.each(['MARKETING', 'UTILITY', 'AUTHENTICATION'])('charges a template by its category %s', (category) => {
  const message = { wamid: 'w', statuses: [], template: { name: 't', language: 'en', category } }
  expect(update({ status: 'sent' }, { message }).status['pricing']).toEqual({
    billable: true,
    pricing_model: 'PMP',
    category: category.toLowerCase(),
    type: 'regular',
  })
})

it('charges service messages since October 2026', () => {
  const before = update({ status: 'sent' }, { at: new Date('2026-09-30T23:59:59Z') }).status['pricing']
  expect(before).toMatchObject({ billable: false, type: 'free_customer_service', category: 'service' })
  const after = update({ status: 'sent' }, { at: new Date('2026-10-01T00:00:00Z') }).status['pricing']
  expect(after).toMatchObject({ billable: true, type: 'regular', category: 'service' })
})

it('shows the price in sent and in the first of delivered and read', () => {
  const earlier = (...names: string[]) => ({
    wamid: 'w',
    statuses: names.map((name) => ({ status: name, at: at.toISOString() })),
  })
  const priced = (step: StatusStep['status'], ...names: string[]) =>
    'pricing' in update({ status: step }, { message: earlier(...names) }).status
  expect(priced('sent')).toBe(true)
  expect(priced('delivered', 'sent')).toBe(true)
  expect(priced('read', 'sent')).toBe(true)
  expect(priced('read', 'sent', 'delivered')).toBe(false)
  expect(priced('delivered', 'sent', 'read')).toBe(false)
})

it('has the conversation in version 23 only, with its expiry in sent', () => {
  expect(update({ status: 'sent' }).status).not.toHaveProperty('conversation')
  const sent = update({ status: 'sent' }, { version: 'v23' }).status['conversation']
  expect(sent).toMatchObject({ expiration_timestamp: '1793577600', origin: { type: 'service' } })
  const delivered = update({ status: 'delivered' }, { version: 'v23' }).status['conversation']
  expect(delivered).toEqual({
    id: (sent as { id: string }).id,
    origin: { type: 'service' },
  })
})
