import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { messageStatus } from '../../src/messages/message-status.ts'
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

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

it('stores 1,000 statuses of 334 messages with one call', async () => {
  const ids = numbers(334).map(messageIdOf)
  await rig.addMessages(...ids)
  rig.firestore.resetCounts()
  const words = ['sent', 'delivered', 'read']
  const statuses = numbers(1000).map((i) =>
    statusItem({ messageId: messageIdOf(i % 334), status: words[Math.floor(i / 334)] ?? 'read' }),
  )
  expect(await rig.receive(webhook({ statuses }))).toBe('stored')
  expect(rig.firestore.counts()).toMatchObject({ reads: 0, writes: 334, rpcs: { BatchWrite: 1 } })
  const entries = await Promise.all(ids.map(async (id) => (await rig.find(id)).timeline))
  expect(entries.flat().filter(({ source }) => source === 'meta')).toHaveLength(1000)
})

it('stores 1,000 statuses of 1,000 messages with one call', async () => {
  const ids = numbers(1000).map(messageIdOf)
  await rig.addMessages(...ids)
  rig.firestore.resetCounts()
  await rig.receive(webhook({ statuses: ids.map((messageId) => statusItem({ messageId, status: 'read' })) }))
  expect(rig.firestore.counts()).toMatchObject({ reads: 0, writes: 1000, rpcs: { BatchWrite: 1 } })
  const found = await Promise.all(ids.map((id) => rig.find(id)))
  expect(found.every((message) => messageStatus(message) === 'read')).toBe(true)
})

it('stores 1,000 replies of 1,000 people without multiplying their contacts', async () => {
  const contacts = numbers(1000).map((i) => ({
    profile: { name: `N${String(i)}` },
    wa_id: `97254${String(i)}`,
  }))
  const messages = contacts.map(({ wa_id: from }, i) => ({ ...textItem(String(i), 'hi'), from }))
  rig.firestore.resetCounts()
  await rig.receive(webhook({ contacts, messages }))
  expect(rig.firestore.counts()).toMatchObject({ writes: 1000, rpcs: { BatchWrite: 1 } })
  const items = await rig.documents('inbox')
  for (const { item, contacts: own } of items) {
    const { from } = JSON.parse(String(item)) as { from: string }
    expect(JSON.parse(String(own))).toEqual([expect.objectContaining({ wa_id: from })])
  }
})

/** The bytes of a quarantined body, put together again. */
async function restored(): Promise<Buffer> {
  const [document] = (await rig.db.collection('rawWebhooks').get()).docs
  const rest = (await document?.ref.collection('pieces').orderBy('__name__').get())?.docs ?? []
  const pieces = [document, ...rest].map((piece) => piece?.get('gzip') as Buffer)
  expect(document?.get('pieces')).toBe(pieces.length)
  return gunzipSync(Buffer.concat(pieces))
}

/** Text that does not compress, so that its body needs several documents. */
const noise = (length: number): string =>
  createHash('shake256', { outputLength: (length * 3) / 4 })
    .update('noise')
    .digest('base64')

it('keeps the bytes of a body of 3 MB whose text fits into no document, and stores the rest of it', async () => {
  const messageId = messageIdOf(1)
  await rig.addMessages(messageId)
  const body = Buffer.from(
    JSON.stringify(
      webhook(
        { messages: [textItem('small', 'hello'), textItem('large', noise(3_000_000))] },
        { statuses: [statusItem({ messageId, status: 'read' })] },
      ),
    ),
  )
  expect(body.length).toBeLessThan(3 * 1024 * 1024)
  expect(await rig.receive(body)).toBe('stored')
  expect((await restored()).equals(body)).toBe(true)
  expect(messageStatus(await rig.find(messageId))).toBe('read')
  expect(
    (await rig.documents('inbox')).map(({ item }) => (JSON.parse(String(item)) as { id: string }).id),
  ).toEqual(['wamid.in.small'])
  expect(rig.warned).toEqual(['webhook.quarantined'])
})

it('keeps the bytes when the status that is too large is of a message we do not have', async () => {
  const large = {
    ...statusItem({ messageId: messageIdOf(7), status: 'failed' }),
    errors: [{ title: 'x'.repeat(1_100_000) }],
  }
  const body = Buffer.from(JSON.stringify(webhook({ statuses: [large] })))
  expect(await rig.receive(body)).toBe('stored')
  expect((await restored()).equals(body)).toBe(true)
})

it('stores the others when a failed status is so full of quotes that one call cannot hold it twice', async () => {
  const [ours, odd] = [messageIdOf(1), messageIdOf(2)]
  await rig.addMessages(ours, odd)
  // Each of these characters takes eight bytes in the call, and a failed status stands in it twice.
  const quotes = '"\\'.repeat(745_000)
  const failed = { ...statusItem({ messageId: odd, status: 'failed' }), errors: [{ title: quotes }] }
  const body = Buffer.from(
    JSON.stringify(
      webhook({
        messages: [textItem('1', 'hello')],
        statuses: [failed, statusItem({ messageId: ours, status: 'delivered' })],
      }),
    ),
  )
  expect(body.length).toBeLessThan(3 * 1024 * 1024)
  expect(await rig.receive(body)).toBe('stored')
  expect(messageStatus(await rig.find(ours))).toBe('delivered')
  expect(await rig.documents('inbox')).toMatchObject([{ kind: 'message' }])
  expect((await restored()).equals(body)).toBe(true)
})

it('stores every body when configured so, and marks those with items that were not stored', async () => {
  await rig.receive(webhook({ messages: [textItem('1', 'hello')] }), { keepAllBodies: true })
  await rig.receive(webhook({ messages: [textItem('2', 'x'.repeat(1_100_000))] }), { keepAllBodies: true })
  expect((await rig.documents('rawWebhooks')).map(({ state }) => String(state)).toSorted()).toEqual([
    'kept',
    'quarantined',
  ])
})
