import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { parseOutboxDocument } from '../../src/outbox/parse-outbox-document.ts'
import { sweepDue } from '../support/sweep-due.ts'
import { processOutboxDocument } from '../../src/outbox/process-outbox-document.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const hello = { template: { name: 'hello_world', language: 'en_US' } }
const path = 'outbox/order-1'

/** As the app and then the trigger: write the document, deliver its event. */
async function write(fields: Record<string, unknown>, again = false): Promise<void> {
  if (!again) await rig.db.doc(path).set(fields)
  await deliver(again)
}
async function deliver(again = false): Promise<void> {
  const document = await rig.db.doc(path).get()
  await processOutboxDocument(parseOutboxDocument(path, document.data() ?? {}), rig.needs, again)
}
const delivery = async (): Promise<Record<string, unknown>> =>
  (await rig.db.doc(path).get()).get('delivery') as Record<string, unknown>

it('sends what an app writes and tells it so', async () => {
  await write({ to: '+972 54-680-0360', ...hello, metadata: { order: '1' } })
  expect(await delivery()).toMatchObject({
    state: 'SUCCESS',
    attempts: 1,
    error: null,
    leaseExpireTime: null,
    info: { to: '+972546800360', status: 'accepted', messageId: expect.stringMatching(/^wamid/) as string },
  })
  expect(rig.graph.received('+972546800360')).toHaveLength(1)
})

it('costs one read and seven writes until it was read, the app’s own write included', async () => {
  await write({ to: '+972546800360', ...hello })
  rig.graph.reset()
  rig.firestore.clear()
  await rig.needs.sessions()
  await rig.db.doc(path).set({ to: '+972546800360', ...hello })
  const document = parseOutboxDocument(path, { to: '+972546800360', ...hello })
  rig.firestore.resetCounts()
  await processOutboxDocument(document, rig.needs)
  await rig.graph.drainWebhooks()
  const { reads, writes } = rig.firestore.counts()
  // One is the contact's, the other the session's, which functions remember; the app's write was made before.
  expect({ reads, writes }).toEqual({ reads: 2, writes: 6 })
})

it('sends once, however often Firestore delivers the event', async () => {
  await rig.db.doc(path).set({ to: '+972546800360', ...hello })
  await Promise.all([deliver(), deliver(), deliver()])
  await deliver()
  expect(rig.graph.received()).toHaveLength(1)
  expect(await delivery()).toMatchObject({ state: 'SUCCESS' })
})

it('sends once to a phone that the document spells in several ways', async () => {
  await write({ to: ['+14155550188', '+1 (415) 555-0188', '+14155550188'], ...hello })
  expect(rig.graph.received('+14155550188')).toHaveLength(1)
  expect(await delivery()).toMatchObject({ state: 'SUCCESS', info: { to: '+14155550188' } })
  rig.graph.reset()
  await rig.db.doc('outbox/order-2').set({ to: ['+5511987654321', '+551187654321'], ...hello })
  const document = await rig.db.doc('outbox/order-2').get()
  await processOutboxDocument(parseOutboxDocument('outbox/order-2', document.data() ?? {}), rig.needs)
  expect(rig.graph.received()).toHaveLength(1)
})

it.each([
  ['no recipient', { ...hello }, 'INVALID_REQUEST', 'to is required'],
  ['nothing to send', { to: '+972546800360' }, 'INVALID_REQUEST', 'exactly one of template and message'],
  ['a number that is none', { to: '12', ...hello }, 'RECIPIENT_INVALID', 'country code'],
  ['a misspelt field', { to: '+972546800360', ...hello, sendat: 1 }, 'INVALID_REQUEST', 'sendat'],
])('writes the error to a document with %s', async (_what, fields, code, words) => {
  await write(fields)
  const written = await delivery()
  expect(written).toMatchObject({ state: 'ERROR', attempts: 0, info: null, error: { code } })
  expect((written['error'] as { message: string }).message).toContain(words)
  expect((written['error'] as { fields: unknown[] }).fields).toContainEqual({
    path: expect.any(String) as string,
    message: expect.any(String) as string,
  })
})

it('tells every step of a message that is tried again', async () => {
  await write({ to: '+14045550102', ...hello })
  expect(await delivery()).toMatchObject({
    state: 'PROCESSING',
    attempts: 1,
    error: { code: 'UPSTREAM_FAILED' },
    info: { status: 'errored' },
  })
  rig.clock.advance(10)
  await sweepDue(rig)
  expect(await delivery()).toMatchObject({ state: 'SUCCESS', attempts: 2, error: null })
})

it('tells what Meta refused for good, and sends again when asked by RETRY', async () => {
  await write({ to: '+14045550140', ...hello })
  expect(await delivery()).toMatchObject({ state: 'ERROR', error: { code: 'RECIPIENT_UNREACHABLE' } })
  await deliver(true)
  expect(await delivery()).toMatchObject({ state: 'PENDING' })
  expect(rig.tasks.at(-1)).toMatchObject({ queue: 'dispatchMessage', data: { attempt: 2 } })
})

it('sends a document with several recipients to each of them, once', async () => {
  await write({ to: ['+972546800360', '+14045550140', '+972546800360'], ...hello })
  expect(await delivery()).toMatchObject({ state: 'PENDING' })
  rig.clock.advance(121)
  await sweepDue(rig)
  const written = await delivery()
  expect(written).toMatchObject({ state: 'ERROR', error: { code: 'RECIPIENT_UNREACHABLE' } })
  expect(written['recipients']).toHaveLength(2)
  expect(rig.graph.received()).toHaveLength(1)
})

it('keeps a document for later when it says sendAt, also as a Firestore timestamp', async () => {
  await write({ to: '+972546800360', ...hello, sendAt: new Date(rig.clock.now().getTime() + 3_600_000) })
  expect(await delivery()).toMatchObject({ state: 'PENDING', attempts: 0, info: { status: 'queued' } })
  rig.clock.advance(3_601)
  await sweepDue(rig)
  expect(await delivery()).toMatchObject({ state: 'SUCCESS' })
})

it('tells delivered and read to a document that tracks', async () => {
  await write({ to: '+972546800360', ...hello, track: true })
  await rig.settleWebhooks()
  expect(await delivery()).toMatchObject({ state: 'SUCCESS', info: { status: 'read' } })
})

it('says what a template lacks in the words of the document', async () => {
  await rig.templates(rig.session.wabaId).sync()
  const template = { name: 'order_shipped', language: 'en_US', parameters: ['Ada'] }
  await write({ to: '+972546800360', template })
  const { error } = (await delivery()) as { error: { code: string; message: string } }
  expect(error.code).toBe('TEMPLATE_PARAMETERS_MISMATCH')
  expect(error.message).toContain('template.parameters')
  expect(error.message).not.toContain('templateParameters')
})
