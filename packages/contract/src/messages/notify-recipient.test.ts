/** The recipient of a notification: `to` in all its forms, `phoneNumber`, or none. */
import { expect, it } from 'vitest'
import { faultsIn, text } from '../../test/faults.ts'
import { notifyRecipient, NotifyRequest, parseRequest } from '../index.ts'

const noForm =
  'must be a phone number, { bsuid } of a WhatsApp user, { uid } of a Firebase user, or { conversation }'
const template = { templateName: 'hello_world', languageCode: 'en_US' }
const phone = '+972 54-680-0360'
const recipientOf = (fields: object) =>
  notifyRecipient(parseRequest(NotifyRequest, { ...template, ...fields }))

it.each<[string, object, object]>([
  ['to', { to: phone }, { to: phone, toField: '/to' }],
  ['a WhatsApp user', { to: { bsuid: 'US.1349' } }, { to: { bsuid: 'US.1349' }, toField: '/to' }],
  ['a Firebase user', { to: { uid: 'ada' } }, { to: { uid: 'ada' }, toField: '/to' }],
  ['phoneNumber', { phoneNumber: phone }, { to: phone, toField: '/phoneNumber' }],
  ['none: the default one', {}, { to: undefined, toField: '/phoneNumber' }],
])('reads %s', (_what, fields, expected) => {
  expect(recipientOf(fields)).toEqual(expected)
})

it.each<[string, object, Record<string, string>]>([
  ['both', { to: phone, phoneNumber: phone }, { '/phoneNumber': 'is the same as to: write one of them' }],
  ['an empty number', { to: '' }, { '/to': 'must have at least 1 character' }],
  ['a number that is too long', { to: text(51) }, { '/to': 'must have at most 50 characters' }],
  ['an empty phoneNumber', { phoneNumber: '' }, { '/phoneNumber': 'must have at least 1 character' }],
  ['a long phoneNumber', { phoneNumber: text(51) }, { '/phoneNumber': 'must have at most 50 characters' }],
  ['an object as phoneNumber', { phoneNumber: { uid: 'ada' } }, { '/phoneNumber': 'must be a string' }],
  ['an empty bsuid', { to: { bsuid: '' } }, { '/to/bsuid': 'must have at least 1 character' }],
  ['a long bsuid', { to: { bsuid: text(151) } }, { '/to/bsuid': 'must have at most 150 characters' }],
  ['an empty uid', { to: { uid: '' } }, { '/to/uid': 'must have at least 1 character' }],
  ['a long uid', { to: { uid: text(129) } }, { '/to/uid': 'must have at most 128 characters' }],
  ['several', { to: [phone, phone] }, { '/to': noForm }],
  ['an object without an id', { to: {} }, { '/to': noForm }],
])('refuses %s', (_what, fields, expected) => {
  expect(faultsIn(NotifyRequest, { ...template, ...fields })).toEqual(expected)
})

it.each([50, 1])('takes a number of %i characters', (length) => {
  expect(faultsIn(NotifyRequest, { ...template, to: text(length) })).toEqual({})
  expect(faultsIn(NotifyRequest, { ...template, phoneNumber: text(length) })).toEqual({})
})

it('takes a conversation as the recipient', () => {
  const to = { conversation: 'cnv_01k9m3v5xq8r7t2w4y6z1a3b5c' }
  expect(recipientOf({ to })).toEqual({ to, toField: '/to' })
})

it('takes no conversation as phoneNumber', () => {
  const phoneNumber = { conversation: 'cnv_01k9m3v5xq8r7t2w4y6z1a3b5c' }
  expect(faultsIn(NotifyRequest, { ...template, phoneNumber })).toEqual({
    '/phoneNumber': 'must be a string',
  })
})
