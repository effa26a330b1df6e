import { expect, it } from 'vitest'
import { matchContacts } from './match-contacts.ts'
import { fieldsBeside, otherParts } from './unknown-fields.ts'

const metadata = { display_phone_number: '+49 151 1', phone_number_id: '106' }
const partsOf = (value: Record<string, unknown>, contacts: readonly unknown[] = []) =>
  otherParts({ messaging_product: 'whatsapp', metadata, ...value }, matchContacts(contacts))

it('names the members that are not known', () => {
  expect(fieldsBeside({ id: 1, time: 2, novel: 3 }, ['id', 'time'])).toEqual({ novel: 3 })
})

it.each<[string, unknown]>([
  ['an object with known members only', { id: 1 }],
  ['an object that lacks known members', {}],
  ['a text', 'id'],
  ['a list', [1, 2]],
  ['nothing', undefined],
])('finds no unknown members in %s', (_name, value) => {
  expect(fieldsBeside(value, ['id'])).toBeUndefined()
})

it.each([
  ['calls', 'calls'],
  ['history', 'history'],
  ['message_echoes', 'smb_message_echoes'],
  ['state_sync', 'smb_app_state_sync'],
  ['user_id_update', 'user_id_update'],
  ['user_preferences', 'user_preferences'],
])('treats a list of %s beside messages as if it had come under field %s', (name, field) => {
  const { lists, unknown } = partsOf({ [name]: [{ id: 'x' }] })
  expect(lists).toEqual([
    { field, value: { messaging_product: 'whatsapp', metadata, [name]: [{ id: 'x' }] } },
  ])
  expect(unknown).toBeUndefined()
})

it('passes the contacts on with a list, which may be about them', () => {
  const contacts = [{ wa_id: '1' }]
  const { lists, unknown } = partsOf({ contacts, user_preferences: [{}] }, contacts)
  expect(lists[0]?.value).toMatchObject({ contacts })
  expect(unknown).toBeUndefined()
})

it('keeps a field that this release does not know', () => {
  expect(partsOf({ statuses: [], messages: [], errors: [], novel: { a: 1 } }).unknown).toEqual({
    novel: { a: 1 },
  })
})

it('finds nothing to keep in a value that it understands in full', () => {
  expect(partsOf({ statuses: [], messages: [], errors: [] })).toEqual({ lists: [] })
})

it('keeps contacts that belong to no item', () => {
  const [ann, bob] = [{ wa_id: '1' }, { wa_id: '2' }]
  const contacts = matchContacts([ann, bob])
  contacts.of({ from: '1' })
  expect(otherParts({ contacts: [ann, bob] }, contacts).unknown).toEqual({ contacts: [bob] })
})

it.each<[string, unknown]>([
  ['another product', 'instagram'],
  ['an empty product', ''],
  ['a product that is no text', 7],
])('keeps %s', (_name, product) => {
  expect(partsOf({ messaging_product: product }).unknown).toEqual({ messaging_product: product })
})

it.each<[string, unknown]>([
  ['with a further field', { ...metadata, novel: 1 }],
  ['with a number that is an object', { display_phone_number: {} }],
  ['with an empty id', { phone_number_id: '' }],
  ['that is a list', []],
  ['that is a text', 'x'],
  ['that is null', null],
])('keeps metadata %s', (_name, value) => {
  expect(partsOf({ metadata: value }).unknown).toEqual({ metadata: value })
})

it.each<[string, unknown]>([
  ['without the number', { phone_number_id: '106' }],
  ['without the id', { display_phone_number: '+49 151 1' }],
  ['with an id that is a number', { phone_number_id: 106 }],
])('understands metadata %s', (_name, value) => {
  expect(partsOf({ metadata: value }).unknown).toBeUndefined()
})
