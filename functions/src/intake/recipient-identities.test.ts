import { expect, it } from 'vitest'
import { recipientIdentities } from './recipient-identities.ts'

const contact = { wa_id: '4915100000001', user_id: 'DE.ann', parent_user_id: 'DE.ENT.ann' }
const read = (status: unknown, contacts: readonly unknown[] = []): unknown =>
  JSON.parse(recipientIdentities(contacts)(status) ?? 'null')

it('learns that a number and a user id are one person from a status that names both', () => {
  expect(read({ recipient_id: '4915100000001', recipient_user_id: 'DE.ann' })).toEqual({
    from: '4915100000001',
    from_user_id: 'DE.ann',
  })
})

it('learns the parent id of a recipient too', () => {
  expect(read({ recipient_user_id: 'DE.ann', recipient_parent_user_id: 'DE.ENT.ann' })).toEqual({
    from_user_id: 'DE.ann',
    from_parent_user_id: 'DE.ENT.ann',
  })
})

it.each([
  ['the number', { recipient_id: '4915100000001' }, { from: '4915100000001' }],
  ['the user id', { recipient_user_id: 'DE.ann' }, { from_user_id: 'DE.ann' }],
  ['the parent id', { recipient_parent_user_id: 'DE.ENT.ann' }, { from_parent_user_id: 'DE.ENT.ann' }],
])('completes a recipient from the contact that shares %s', (_name, status, own) => {
  expect(read(status, [contact])).toEqual({ ...own, contact })
})

it.each<[string, unknown, unknown[]]>([
  ['a status with a number only', { recipient_id: '4915100000001' }, []],
  ['a status with a user id only', { recipient_user_id: 'DE.ann' }, []],
  ['two spellings of a number', { recipient_id: '4915100000001', recipient_user_id: '+4915100000001' }, []],
  ['a contact of somebody else', { recipient_id: '4915100000009' }, [contact]],
  ['a contact that says nothing new', { recipient_user_id: 'DE.ann' }, [{ user_id: 'DE.ann' }]],
  ['empty ids', { recipient_id: '', recipient_user_id: 'DE.ann' }, []],
  ['a status that is no object', 'sent', [contact]],
])('learns nothing from %s', (_name, status, contacts) => {
  expect(recipientIdentities(contacts)(status)).toBeUndefined()
})

const statuses = ['sent', 'delivered', 'read'].map((status, second) => ({
  status,
  timestamp: String(second),
  id: 'wamid.1',
  recipient_id: '4915100000001',
}))

it('says the same in every webhook, so that it is stored once', () => {
  const items = statuses.map((status) => recipientIdentities([contact])(status))
  expect(items[0]).toContain('DE.ann')
  expect(new Set(items).size).toBe(1)
})

it('says it once in a webhook, for each person', () => {
  const identitiesOf = recipientIdentities([contact])
  const other = { recipient_id: '4915100000002', recipient_user_id: 'DE.bob' }
  expect([...statuses, other].map((status) => identitiesOf(status) !== undefined)).toEqual([
    true,
    false,
    false,
    true,
  ])
})

it('does not store the name of a contact with its ids', () => {
  const named = { ...contact, profile: { name: 'Ann Example' } }
  expect(recipientIdentities([named])({ recipient_id: '4915100000001' })).not.toContain('Ann Example')
})

it('reads an id that came as a number', () => {
  expect(read({ recipient_id: 4915100000001, recipient_user_id: 'DE.ann' })).toMatchObject({
    from: '4915100000001',
  })
})
