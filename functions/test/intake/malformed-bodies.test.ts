import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { intakeRig, type IntakeRig } from '../support/intake-rig.ts'
import { messageIdOf, statusItem, textItem, webhook } from '../support/meta-webhooks.ts'

let rig: IntakeRig
beforeAll(async () => {
  rig = await intakeRig()
})
afterAll(() => rig.close())
beforeEach(() => {
  rig.firestore.clear()
  rig.warned.length = 0
})

const itemsOf = async (): Promise<unknown[]> =>
  (await rig.documents('inbox')).map(({ item }) => JSON.parse(String(item)) as unknown)

const change = (value: unknown, field: unknown = 'messages'): object => ({
  object: 'whatsapp_business_account',
  entry: [{ id: 1, changes: [{ field, value }] }],
})

it.each<[string, object, unknown]>([
  ['a value of no known list', change({ greetings: ['hi'] }), { greetings: ['hi'] }],
  ['a value that is text', change('hello'), 'hello'],
  ['no value at all', change(undefined), null],
  [
    'a field we do not know',
    change({ event: 'PAUSED' }, 'message_template_status_update'),
    { event: 'PAUSED' },
  ],
  ['statuses that are no list', change({ statuses: { id: 'wamid.1' } }), { id: 'wamid.1' }],
  ['a status that is text', change({ statuses: ['read'] }), 'read'],
  ['a status that is null', change({ statuses: [null] }), null],
  [
    'a status with a number for an id',
    change({ statuses: [{ id: 7, status: 'read' }] }),
    { id: 7, status: 'read' },
  ],
  [
    'a message of an unknown type',
    change({ messages: [{ type: 'hologram', hologram: [[1], [2]] }] }),
    { type: 'hologram', hologram: [[1], [2]] },
  ],
  ['lists in lists', change({ messages: [[[['deep']]]] }), [[['deep']]]],
  [
    'names that Firestore reserves',
    change({ messages: [{ __name__: 1, '': 2, 'a.b': 3 }] }),
    { __name__: 1, '': 2, 'a.b': 3 },
  ],
  ['half a character', change({ messages: [{ text: '\ud83d' }] }), { text: '\ud83d' }],
  ['an error of the account', change({ errors: [{ code: 131031 }] }), { code: 131031 }],
])('keeps %s verbatim, as one item', async (_what, body, item) => {
  await rig.receive(body)
  expect(await itemsOf()).toEqual([item])
})

it.each<[string, object, string]>([
  ['another object', { object: 'page', entry: [] }, 'object is "page"'],
  ['no object', { entry: [] }, 'object is missing'],
  ['a list', [1, 2], 'object is missing'],
  ['entries that are no list', { object: 'whatsapp_business_account', entry: {} }, 'no entry array'],
  [
    'an entry without changes',
    { object: 'whatsapp_business_account', entry: [{ id: '1' }, 7] },
    'entry/0 has no changes',
  ],
  ['a change without a field', change({}, null), 'entry/0/changes/0 has no field'],
])('keeps the bytes of %s', async (_what, body, reason) => {
  expect(await rig.receive(body)).toBe('stored')
  expect(await rig.documents('rawWebhooks')).toMatchObject([{ state: 'quarantined' }])
  expect((await rig.documents('rawWebhooks'))[0]?.['reasons']).toContain(reason)
  expect(rig.warned).toEqual(['webhook.quarantined'])
})

it('keeps contacts that fit no message with all of them', async () => {
  const contacts = [null, 'who', { wa_id: 7 }, { wa_id: '1' }, { user_id: 'US.1', wa_id: '2' }]
  const from = (ids: object): object => ({ ...textItem('1', 'hi'), from: undefined, ...ids })
  await rig.receive(
    webhook({ contacts, messages: [from({ from: '1' }), from({ from_user_id: 'US.1' }), from({})] }),
  )
  const kept = (await rig.documents('inbox')).map(({ contacts: own }) => String(own)).toSorted()
  expect(kept).toEqual([contacts, [contacts[4]], [contacts[3]]].map((own) => JSON.stringify(own)).toSorted())
})

it('keeps the bytes of what is nested too deep to be written again, and stores the others', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const text = JSON.stringify(webhook({ messages: [textItem('1', 'hello'), 'DEEP'] }))
  expect(await rig.receive(Buffer.from(text.replace('"DEEP"', deep)))).toBe('stored')
  expect(await itemsOf()).toEqual([textItem('1', 'hello')])
  expect(await rig.documents('rawWebhooks')).toHaveLength(1)
})

it.each([undefined, null, '', 'yesterday', '-5', -5, '1e30', 1.5e12, '1772366400000', {}, [1], true])(
  'takes a status whose timestamp is %j, once however often it comes',
  async (timestamp) => {
    const messageId = messageIdOf(1)
    await rig.addMessages(messageId)
    const body = webhook({ statuses: [statusItem({ messageId, status: 'read', timestamp })] })
    await rig.receive(body)
    await rig.receive(body)
    const { timeline, progress } = await rig.find(messageId)
    expect(progress).toBe(140)
    expect(timeline.filter(({ source }) => source === 'meta')).toHaveLength(1)
  },
)

it.each(['1772366400', 1772366400, '1772366400.9'])('reads the timestamp %j', async (timestamp) => {
  const messageId = messageIdOf(1)
  await rig.addMessages(messageId)
  await rig.receive(webhook({ statuses: [statusItem({ messageId, status: 'read', timestamp })] }))
  const { timeline } = await rig.find(messageId)
  expect(timeline.at(-1)?.at).toEqual(new Date('2026-03-01T12:00:00Z'))
})

it('keeps a status word that Meta made up since, without moving the status', async () => {
  const messageId = messageIdOf(1)
  await rig.addMessages(messageId)
  await rig.receive(webhook({ statuses: [statusItem({ messageId, status: 'teleported' })] }))
  expect(await rig.find(messageId)).toMatchObject({ progress: 0, timeline: [{}, { status: 'teleported' }] })
})

it.each([
  'w1:msg_1:1:',
  'w2:x',
  `w1:${messageIdOf(1)}:0:`,
  `w1:${messageIdOf(1)}:1000:`,
  '../sessions/x',
  7,
  null,
])('does not take %j for data of ours', async (data) => {
  await rig.addMessages(messageIdOf(1))
  const status = {
    ...statusItem({ messageId: messageIdOf(1), status: 'read' }),
    biz_opaque_callback_data: data,
  }
  await rig.receive(webhook({ statuses: [status] }))
  expect(await itemsOf()).toEqual([status])
  expect((await rig.find(messageIdOf(1))).progress).toBe(0)
})
