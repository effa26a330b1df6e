/** `GET /v1/sendText`: what a URL can say, and how its words are read. */
import { expect, it } from 'vitest'
import { faultsIn, text } from '../../test/faults.ts'
import { parseRequest, SendTextQuery } from '../index.ts'

const least = { to: '+972546800360', text: 'Hi' }

it.each<[string, object, object]>([
  ['a plus', {}, least],
  ['a plus that became a space', { to: ' 972546800360' }, least],
  ['a space inside', { to: '+972 54-680-0360' }, { ...least, to: '+972 54-680-0360' }],
  ['yes', { previewUrl: 'true' }, { ...least, previewUrl: true }],
  ['no', { previewUrl: 'false', dryRun: 'false' }, { ...least, previewUrl: false, dryRun: false }],
  ['an empty session', { session: '' }, { ...least, session: '' }],
  ['a session', { session: 'ses_1' }, { ...least, session: 'ses_1' }],
  [
    'times',
    { sendAt: '2027-01-31T18:00:00Z', notAfter: '2027-01-31T19:00:00Z' },
    { ...least, sendAt: '2027-01-31T18:00:00Z', notAfter: '2027-01-31T19:00:00Z' },
  ],
  ['a country', { defaultCountry: 'IL' }, { ...least, defaultCountry: 'IL' }],
  ['an unknown delivery', { ifUnknown: 'fail' }, { ...least, ifUnknown: 'fail' }],
])('reads %s', (_what, fields, expected) => {
  expect(parseRequest(SendTextQuery, { ...least, ...fields })).toEqual(expected)
})

it.each<[string, object, Record<string, string>]>([
  ['no recipient', { to: undefined }, { '/to': 'is required' }],
  ['no text', { text: undefined }, { '/text': 'is required' }],
  ['a text of spaces', { text: '  ' }, { '/text': 'must not be only spaces' }],
  ['a long text', { text: text(4097) }, { '/text': 'must have at most 4096 characters' }],
  ['a long recipient', { to: text(51) }, { '/to': 'must have at most 50 characters' }],
  ['a long session', { session: text(101) }, { '/session': 'must have at most 100 characters' }],
  ['one for yes', { dryRun: '1' }, { '/dryRun': 'must be one of true, false' }],
  ['a capital yes', { previewUrl: 'True' }, { '/previewUrl': 'must be one of true, false' }],
  ['an unknown word', { ifUnknown: 'drop' }, { '/ifUnknown': 'must be one of resend, fail' }],
  ['a key in the URL', { key: 'wp_live_x' }, { '/key': 'is not a field of this request' }],
  [
    'an expiry before its time',
    { sendAt: '2027-01-31T18:00:00Z', notAfter: '2027-01-31T17:00:00Z' },
    { '/notAfter': 'must be later than sendAt' },
  ],
])('refuses %s', (_what, fields, expected) => {
  expect(faultsIn(SendTextQuery, { ...least, ...fields })).toEqual(expected)
})

it.each([1, 50])('takes a recipient of %i characters', (length) => {
  expect(faultsIn(SendTextQuery, { ...least, to: text(length) })).toEqual({})
})

it.each([1, 4096])('takes a text of %i characters', (length) => {
  expect(faultsIn(SendTextQuery, { ...least, text: text(length) })).toEqual({})
})
