import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeCallbackData } from '../graph/callback-data.ts'
import { classifyWebhookItems } from './classify-webhook-items.ts'

const messageId = `msg_${'a'.repeat(26)}`
const metadata = { display_phone_number: '+49 151 1', phone_number_id: '106' }
const change = (value: object, field = 'messages') => ({
  field,
  value: { messaging_product: 'whatsapp', metadata, ...value },
})
const webhook = (...changes: readonly unknown[]) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '204', time: 1_767_225_600, changes }],
})
const ours = (status: string, { attempt = 1, flags = '' } = {}) => ({
  id: `wamid.${String(attempt)}`,
  status,
  timestamp: '1767225600',
  recipient_id: '4915100000001',
  biz_opaque_callback_data: encodeCallbackData({ messageId, attempt, flags }),
})
const classify = (...changes: readonly unknown[]) => classifyWebhookItems(webhook(...changes))
const kindsOf = (...changes: readonly unknown[]) => classify(...changes).inbox.map(({ kind }) => kind)

it('adds a status of our message to that message and to nothing else', () => {
  const { merges, inbox, unreadable } = classify(change({ statuses: [ours('delivered')] }))
  expect(merges).toMatchObject([{ messageId, progress: 130, entries: [{ status: 'delivered', attempt: 1 }] }])
  expect([inbox, unreadable]).toEqual([[], []])
})

it('writes several statuses of one message at once, with the furthest of them', () => {
  const { merges } = classify(
    change({ statuses: [ours('read'), ours('sent')] }),
    change({ statuses: [ours('delivered')] }),
  )
  expect(merges).toHaveLength(1)
  expect(merges[0]).toMatchObject({ progress: 140 })
  expect(merges[0]?.entries.map(({ status }) => status)).toEqual(['read', 'sent', 'delivered'])
})

it('counts a later attempt as further, whatever the earlier one reached', () => {
  const { merges } = classify(change({ statuses: [ours('read'), ours('sent', { attempt: 2 })] }))
  expect(merges[0]?.progress).toBe(220)
})

it.each([
  ['a failure, which needs a decision', ours('failed'), ['failure']],
  ['a failure once, even if somebody follows the message', ours('failed', { flags: 'e' }), ['failure']],
  ['a status that an endpoint wants', ours('delivered', { flags: 'e' }), ['progress']],
  ['a status that an outbox document mirrors', ours('read', { flags: 'o' }), ['progress']],
])('puts %s into the inbox and on the message', (_name, status, kinds) => {
  const { merges, inbox } = classify(change({ statuses: [status] }))
  expect(inbox.map(({ kind }) => kind)).toEqual(kinds)
  expect(inbox[0]).toMatchObject({ messageId, attempt: 1, wabaId: '204', phoneNumberId: '106' })
  expect(merges[0]?.entries).toHaveLength(1)
})

it('knows no progress in a word of Meta that it does not know, but keeps it', () => {
  const { merges } = classify(change({ statuses: [ours('warned')] }))
  expect(merges).toMatchObject([{ progress: 0, entries: [{ status: 'warned' }] }])
})

it.each<[string, object]>([
  ['of another system', { ...ours('sent'), biz_opaque_callback_data: 'theirs' }],
  ['without a reference', { id: 'wamid.1', status: 'sent' }],
  ['without an id', { ...ours('sent'), id: undefined }],
  ['without a status', { ...ours('sent'), status: 7 }],
])('leaves a status %s to the inbox', (_name, status) => {
  const { merges, inbox } = classify(change({ statuses: [status] }))
  expect(merges).toEqual([])
  expect(inbox.map(({ kind }) => kind)).toEqual(['status'])
})

it('gives a status without a time the same time whenever it is repeated', () => {
  const timeless = { ...ours('sent'), timestamp: 'soon' }
  expect(classify(change({ statuses: [timeless] })).merges[0]?.entries[0]?.at).toEqual(new Date(0))
})

it('numbers the messages of one second in the order in which Meta lists them', () => {
  const messages = ['5', '6', '5', '5'].map((timestamp, i) => ({ id: String(i), from: '49', timestamp }))
  expect(classify(change({ messages })).inbox.map(({ position }) => position)).toEqual([
    undefined,
    undefined,
    1,
    2,
  ])
})

it.each<[string, unknown, string[]]>([
  ['messages and errors apart', change({ messages: [{}], errors: [{}, {}] }), ['message', 'error', 'error']],
  ['a change of another field as a whole', change({ event: 'PIN_CHANGED' }, 'security'), ['change']],
  ['messages without any list as a whole', change({ novel: 1 }), ['change']],
  ['an unknown field beside messages', change({ messages: [{}], novel: 1 }), ['message', 'change']],
])('keeps %s', (_name, one, kinds) => {
  expect(kindsOf(one)).toEqual(kinds)
})

it.each<[string, unknown, string]>([
  ['that is no object', 'x', 'no entry array'],
  ['without entries', {}, 'no entry array'],
  ['whose entry has no changes', { entry: [{ id: '1' }] }, 'entry/0 has no changes'],
  ['whose change has no field', { entry: [{ changes: [{}] }] }, 'entry/0/changes/0 has no field'],
  [
    'whose entry has an id of no kind',
    { entry: [{ id: {}, changes: [] }] },
    'entry/0 has an id that is no text',
  ],
  [
    'whose time is no time',
    { entry: [{ time: 'now', changes: [] }] },
    'entry/0 has a time that cannot be read',
  ],
  ['with a new field', { entry: [], novel: 1 }, 'the body has unknown fields: novel'],
])('keeps the bytes of a body %s, and says why', (_name, body, reason) => {
  expect(classifyWebhookItems(body).unreadable).toContain(reason)
})

it('does not let a broken entry keep a good one back', () => {
  const [good] = webhook(change({ messages: [{ id: 'wamid.1' }] })).entry
  const { inbox, unreadable } = classifyWebhookItems({ entry: [null, { changes: [7] }, good] })
  expect(inbox).toMatchObject([{ kind: 'message', item: '{"id":"wamid.1"}' }])
  expect(unreadable).toHaveLength(2)
})

it('never throws and never loses a change, whatever Meta posts', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (values) => {
      const { inbox, unreadable } = classify(...values.map((value) => ({ field: 'novel', value })))
      expect(inbox.map(({ item }) => item)).toEqual(values.map((value) => JSON.stringify(value)))
      expect(unreadable).toEqual([])
    }),
  )
})
