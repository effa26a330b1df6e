/** Documents of an app's outbox: recipients, a template or a text, and its options. */
import { expect, it } from 'vitest'
import { faultsIn, text, thrownFaults, times } from '../../test/faults.ts'
import { OutboxDocument, outboxContentOf, parseBatchRow, BatchRequest, parseRequest } from '../index.ts'

const to = '+972546800360'
const template = { name: 'order_shipped', language: 'en_US' }
const message = { type: 'text', text: 'Your order is on its way.' }
const contentOf = (document: object) => outboxContentOf(parseRequest(OutboxDocument, document))
const faults = (document: object) => faultsIn(OutboxDocument, document)

it.each<[string, unknown, object]>([
  ['plain text', 'Hi', { body: 'Hi' }],
  ['text with a preview', { body: 'Hi', previewUrl: true }, { body: 'Hi', previewUrl: true }],
  ['text with its body', { body: 'Hi' }, { body: 'Hi' }],
])('reads %s', (_what, written, read) => {
  expect(contentOf({ to, message: { type: 'text', text: written } })).toEqual({ type: 'text', text: read })
})

it.each<[string, object]>([
  ['one number', { to, template }],
  ['a hundred numbers', { to: times(100, () => to), template }],
  ['a text with a fallback', { to, message, fallbackTemplate: template }],
  ['a text to be followed', { to, message, track: true }],
  [
    'all options',
    {
      to,
      template,
      session: 'ses_1',
      defaultCountry: 'IL',
      sendAt: '2027-01-31T18:00:00Z',
      notAfter: '2027-02-01T18:00:00Z',
      ifUnknown: 'fail',
      cancelOn: ['reply'],
      quietHours: { from: '22:00', to: '08:00' },
      metadata: { orderId: '1042' },
    },
  ],
])('takes %s', (_what, document) => {
  expect(faults(document)).toEqual({})
})

it.each<[string, object, Record<string, string>]>([
  ['no one', { template }, { '/to': 'is required' }],
  ['an empty list', { to: [], template }, { '/to': 'must have at least 1 entry' }],
  ['more than a hundred', { to: times(101, () => to), template }, { '/to': 'must have at most 100 entries' }],
  ['an empty number', { to: [to, ''], template }, { '/to/1': 'must have at least 1 character' }],
  ['a long number', { to: text(51), template }, { '/to': 'must have at most 50 characters' }],
  ['no content', { to }, { '': 'must have exactly one of template and message' }],
  ['two contents', { to, template, message }, { '': 'must have exactly one of template and message' }],
  [
    'a template beside the others, and a text',
    { to, templateName: 'a', languageCode: 'en', message },
    { '': 'must have exactly one of template and message' },
  ],
  [
    'a fallback of a template',
    { to, template, fallbackTemplate: template },
    { '/fallbackTemplate': 'is for a free-form message: a template needs none' },
  ],
  ['another type', { to, message: { type: 'image', text: 'Hi' } }, { '/message/type': 'must be text' }],
  [
    'a text of spaces',
    { to, message: { type: 'text', text: ' ' } },
    { '/message/text': 'must not be only spaces' },
  ],
  [
    'a long text',
    { to, message: { type: 'text', text: { body: text(4097) } } },
    { '/message/text/body': 'must have at most 4096 characters' },
  ],
  ['a dry run', { to, template, dryRun: true }, { '/dryRun': 'is not a field of this request' }],
  [
    'an expiry before its time',
    { to, template, sendAt: '2027-01-31T18:00:00Z', notAfter: '2027-01-30T18:00:00Z' },
    { '/notAfter': 'must be later than sendAt' },
  ],
  ['a word for yes', { to, template, track: 'yes' }, { '/track': 'must be a boolean' }],
  [
    'a fault in its template',
    { to, template: { ...template, parameters: ['a\nb'] } },
    { '/template/parameters/0': 'must not contain line breaks or tabs: WhatsApp refuses them in parameters' },
  ],
  [
    'a fault in its fallback',
    { to, message, fallbackTemplate: { name: 'order_shipped' } },
    { '/fallbackTemplate/languageCode': 'is required' },
  ],
])('refuses %s', (_what, document, expected) => {
  expect(faults(document)).toEqual(expected)
})

it.each<[string, unknown[], Record<string, string>]>([
  ['one row', [{}], {}],
  ['500 rows', times(500, () => ({})), {}],
  ['no row', [], { '/messages': 'must have at least 1 entry' }],
  ['501 rows', times(501, () => ({})), { '/messages': 'must have at most 500 entries' }],
])('reads a batch of %s', (_what, messages, expected) => {
  expect(faultsIn(BatchRequest, { messages })).toEqual(expected)
})

const keyFault = { '/idempotencyKey': 'must have 1 to 255 printable ASCII characters' }
it.each<[string, string, Record<string, string>]>([
  ['one letter', 'a', {}],
  ['a space inside', 'order 1042', {}],
  ['the greatest length', text(255), {}],
  ['more than that', text(256), keyFault],
  ['nothing', '', keyFault],
  ['a space at its end', 'order ', keyFault],
  ['a line break', 'a\nb', keyFault],
  ['another alphabet', 'הזמנה', keyFault],
])('reads a key with %s', (_what, idempotencyKey, expected) => {
  expect(thrownFaults(() => parseBatchRow({ to, type: 'text', text: 'Hi', idempotencyKey }))).toEqual(
    expected,
  )
})

it.each<[string, object, string]>([
  ['a template under its key', { to, template }, 'notify'],
  ['long names', { to, templateName: 'a', languageCode: 'en' }, 'notify'],
  ['a type', { to, type: 'template', template }, 'send'],
  ['a text', { to, type: 'text', text: 'Hi' }, 'send'],
])('knows a row with %s', (_what, row, form) => {
  expect(parseBatchRow(row).form).toBe(form)
})
