import { expect, it } from 'vitest'
import { readInboundContact, readUserIdUpdate } from './inbound-contact.ts'

const PHONE = '+972546800360'
const ID = 'IL.13491208655302741918'
const PARENT = 'IL.ENT.11815799212886844830'
const contact = { profile: { name: 'Dana', username: 'dana.l' }, wa_id: '972546800360', user_id: ID }

it.each<[string, object, object[], object]>([
  ['the number alone', { from: '972546800360' }, [], { current: [PHONE] }],
  ['a number that is a number', { from: 972546800360 }, [], { current: [PHONE] }],
  [
    'all that its contact says',
    { from: '972546800360' },
    [contact],
    { current: [PHONE, ID], name: 'Dana', username: 'dana.l' },
  ],
  ['a user id without a number', { from_user_id: ID }, [{ user_id: ID }], { current: [ID] }],
  ['a user id in the place of the number', { from: ID }, [{ wa_id: ID }], { current: [ID] }],
  [
    'the number first',
    { from_user_id: ID, from_parent_user_id: PARENT },
    [{ ...contact, parent_user_id: PARENT }],
    { current: [PHONE, ID, PARENT] },
  ],
  ['its contact alone', {}, [contact], { current: [PHONE, ID] }],
  [
    'its own contact among several',
    { from: '15550001111' },
    [contact, { wa_id: '15550001111', profile: { name: 'Ben' } }],
    { current: ['+15550001111'], name: 'Ben' },
  ],
  [
    'no contact, when the only one is a different person',
    { from: '15550001111' },
    [contact],
    { current: ['+15550001111'] },
  ],
  [
    'both spellings of a number',
    { from: '5511987654321' },
    [{ wa_id: '551187654321' }],
    { current: ['+5511987654321', '+551187654321'] },
  ],
  [
    'a contact without a profile',
    { from: '972546800360' },
    [{ wa_id: '972546800360' }],
    { current: [PHONE] },
  ],
  ['nothing', {}, [], { current: [] }],
  ['nothing that is an id', { from: 'me', from_user_id: {} }, [null as unknown as object], { current: [] }],
])('knows who wrote by %s', (_, item, contacts, expected) => {
  expect(readInboundContact({ ...item }, contacts)).toMatchObject({ former: [], ...expected })
})

it.each<[string, object, object]>([
  [
    'a new number and a new user id',
    { from: '972546800360', from_user_id: ID, system: { wa_id: '972546800999', user_id: 'IL.2' } },
    { current: ['+972546800999', 'IL.2'], former: [PHONE, ID] },
  ],
  [
    'a new number alone',
    { from: '972546800360', from_user_id: ID, system: { wa_id: '972546800999' } },
    { current: ['+972546800999', ID], former: [PHONE] },
  ],
  [
    'the old number as customer',
    { from_user_id: ID, system: { wa_id: '972546800999', customer: '972546800360' } },
    { current: ['+972546800999', ID], former: [PHONE] },
  ],
  [
    'a new number under its old name',
    { from: '972546800360', system: { new_wa_id: '972546800999' } },
    { current: ['+972546800999'], former: [PHONE] },
  ],
  [
    'a new user id and the previous one',
    {
      from: '972546800360',
      from_user_id: 'IL.2',
      system: { type: 'user_changed_user_id', user_id: 'IL.2', previous_user_id: ID },
    },
    { current: [PHONE, 'IL.2'], former: [ID] },
  ],
  [
    'the previous ids alone',
    {
      from_user_id: 'IL.2',
      from_parent_user_id: 'IL.ENT.2',
      system: { previous_user_id: ID, previous_parent_user_id: PARENT },
    },
    { current: ['IL.2', 'IL.ENT.2'], former: [ID, PARENT] },
  ],
  [
    'the customer it is about, unchanged',
    { from: '972546800360', system: { type: 'customer_identity_changed', customer: '972546800360' } },
    { current: [PHONE], former: [] },
  ],
  [
    'nothing new',
    { from: '972546800360', system: { wa_id: '972546800360' } },
    { current: [PHONE], former: [] },
  ],
  ['nothing at all', { from: '972546800360', system: null }, { current: [PHONE], former: [] }],
])('learns from a system message %s', (_, item, expected) => {
  expect(readInboundContact({ ...item }, [])).toEqual(expected)
})

it.each<[string, object, object]>([
  [
    'the number that a contact shares on request',
    { from_user_id: ID, contacts: [{ origin: 'contact_request', phones: [{ wa_id: '972546800360' }] }] },
    { current: [PHONE, ID] },
  ],
  [
    'no number of somebody else that it sends',
    { from_user_id: ID, contacts: [{ origin: 'other', phones: [{ wa_id: '15550001111' }] }] },
    { current: [ID] },
  ],
  [
    'no number beside the one it writes from',
    {
      from: '972546800360',
      contacts: [{ origin: 'contact_request', phones: [{ wa_id: '15550001111' }] }],
    },
    { current: [PHONE] },
  ],
  [
    'none of several',
    {
      from_user_id: ID,
      contacts: [{ origin: 'contact_request', phones: [{ wa_id: '15550001111' }, { wa_id: '15550002222' }] }],
    },
    { current: [ID] },
  ],
])('learns from shared contacts %s', (_, item, expected) => {
  expect(readInboundContact({ ...item }, [])).toMatchObject(expected)
})

it('joins the ids of an update, whatever is missing', () => {
  expect(
    readUserIdUpdate({
      wa_id: '972546800360',
      user_id: { previous: 'IL.1', current: 'IL.2' },
      parent_user_id: PARENT,
    }),
  ).toEqual({ current: [PHONE, 'IL.2', PARENT], former: ['IL.1'] })
  expect(readUserIdUpdate({ user_id: { current: 'IL.2' } })).toEqual({ current: ['IL.2'], former: [] })
  expect(readUserIdUpdate({})).toEqual({ current: [], former: [] })
})
