import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { recentBodyCache } from '../../src/intake/recent-body-cache.ts'
import { messageStatus } from '../../src/messages/message-status.ts'
import { intakeFailureAlerts } from '../../src/intake/intake-failure-alerts.ts'
import { asMetaWrites, postTo } from '../proofs/corpus/signed-post.ts'
import { intakeRig, type IntakeRig } from '../support/intake-rig.ts'
import { messageIdOf, statusItem, textItem, webhook } from '../support/meta-webhooks.ts'

let rig: IntakeRig
beforeAll(async () => {
  rig = await intakeRig()
})
afterAll(() => rig.close())
beforeEach(() => {
  rig.firestore.clear()
  rig.firestore.resetCounts()
  rig.warned.length = 0
})

const [ours, gone] = [messageIdOf(1), messageIdOf(2)]

it('stores the statuses of the others when one message is gone, and keeps its status', async () => {
  await rig.addMessages(ours)
  await rig.receive(
    webhook({
      statuses: [
        statusItem({ messageId: gone, status: 'read' }),
        statusItem({ messageId: gone, status: 'delivered' }),
        statusItem({ messageId: ours, status: 'read' }),
      ],
    }),
  )
  expect(messageStatus(await rig.find(ours))).toBe('read')
  expect(await rig.documents('inbox')).toMatchObject([
    { kind: 'status', messageId: gone },
    { kind: 'status', messageId: gone },
  ])
  expect(await rig.documents('rawWebhooks')).toEqual([])
})

it('refuses to say stored when Firestore did not take it, and the repeat mends it', async () => {
  await rig.addMessages(ours)
  const seen = recentBodyCache()
  const body = webhook({
    statuses: [statusItem({ messageId: ours, status: 'read' })],
    messages: [textItem('1', 'hi')],
  })
  rig.firestore.failNext({ rpc: 'BatchWrite', code: 'UNAVAILABLE', times: 2 })
  await expect(rig.receive(body, { seen })).rejects.toThrow('503')
  expect(await rig.receive(body, { seen })).toBe('stored')
  expect(messageStatus(await rig.find(ours))).toBe('read')
  expect(await rig.documents('inbox')).toHaveLength(1)
})

it('refuses to say stored when one write of the call fails, and the repeat mends it', async () => {
  await rig.addMessages(ours)
  const body = webhook({
    statuses: [statusItem({ messageId: ours, status: 'read' })],
    messages: [textItem('1', 'hi')],
  })
  const failing = { rpc: 'BatchWrite', unit: 'write', document: `messages/${ours}` } as const
  rig.firestore.failNext({ ...failing, code: 'UNAVAILABLE', times: 100 })
  await expect(rig.receive(body)).rejects.toThrow()
  rig.firestore.clearFailures()
  expect(await rig.receive(body)).toBe('stored')
  expect(messageStatus(await rig.find(ours))).toBe('read')
  expect(await rig.documents('inbox')).toHaveLength(1)
})

it('tries a call that was lost once more by itself', async () => {
  await rig.addMessages(ours)
  rig.firestore.failNext({ rpc: 'BatchWrite', code: 'UNAVAILABLE' })
  expect(await rig.receive(webhook({ statuses: [statusItem({ messageId: ours, status: 'read' })] }))).toBe(
    'stored',
  )
})

it('writes nothing twice when the answer was lost after the write', async () => {
  await rig.addMessages(ours)
  rig.firestore.failNext({ rpc: 'BatchWrite', code: 'UNAVAILABLE', times: 2, stage: 'after' })
  const body = webhook({
    statuses: [statusItem({ messageId: ours, status: 'read' })],
    messages: [textItem('1', 'hi')],
  })
  await expect(rig.receive(body)).rejects.toThrow()
  expect(await rig.receive(body)).toBe('stored')
  expect((await rig.find(ours)).timeline).toHaveLength(2)
  expect(await rig.documents('inbox')).toHaveLength(1)
})

it('stores everything when a call is refused as a whole and each write alone is fine', async () => {
  const ids = [1, 2, 3, 4, 5].map(messageIdOf)
  await rig.addMessages(...ids)
  rig.firestore.failNext({ rpc: 'BatchWrite', code: 'INVALID_ARGUMENT' })
  expect(
    await rig.receive(
      webhook({ statuses: ids.map((messageId) => statusItem({ messageId, status: 'read' })) }),
    ),
  ).toBe('stored')
  expect((await Promise.all(ids.map((id) => rig.find(id)))).map(messageStatus)).toEqual(ids.map(() => 'read'))
})

it('does nothing for a body that this instance has stored', async () => {
  await rig.addMessages(ours)
  const seen = recentBodyCache()
  const body = webhook({ statuses: [statusItem({ messageId: ours, status: 'read' })] })
  await rig.receive(body, { seen })
  rig.firestore.resetCounts()
  expect(await rig.receive(body, { seen })).toBe('seen')
  expect(rig.firestore.counts()).toMatchObject({ reads: 0, writes: 0, rpcs: {} })
})

it('keeps one item of one that comes twice in a body, and to twenty instances at once', async () => {
  const twice = webhook({
    messages: [textItem('1', 'hi'), textItem('1', 'hi')],
    errors: [{ code: 1 }, { code: 1 }],
  })
  await Promise.all(Array.from({ length: 20 }, () => rig.receive(twice)))
  expect(await rig.documents('inbox')).toHaveLength(2)
  expect(rig.warned).toEqual([])
})

it('keeps one item when it comes again beside others', async () => {
  await rig.receive(webhook({ messages: [textItem('1', 'hi')] }))
  await rig.receive(webhook({ messages: [textItem('2', 'ho'), textItem('1', 'hi')] }))
  expect(await rig.documents('inbox')).toHaveLength(2)
})

it('keeps a failed status in the message and as an item to deal with', async () => {
  await rig.addMessages(ours)
  await rig.receive(webhook({ statuses: [statusItem({ messageId: ours, status: 'failed' })] }))
  expect((await rig.find(ours)).timeline.at(-1)).toMatchObject({ source: 'meta', status: 'failed' })
  expect(await rig.documents('inbox')).toMatchObject([
    { kind: 'failure', messageId: ours, attempt: 1, state: 'new' },
  ])
})

it('raises one alert when storing fails again and again, as soon as that can be stored', async () => {
  const post = postTo({ ...rig.needs(), failureAlerts: intakeFailureAlerts() })
  const body = asMetaWrites(webhook({ messages: [textItem('1', 'hi')] }))
  rig.firestore.failNext({ rpc: 'BatchWrite', code: 'UNAVAILABLE', times: 100 })
  for (let i = 0; i < 5; i++) expect(await post(body)).toBe(503)
  expect(rig.warned.filter((event) => event === 'webhook.in_trouble')).toHaveLength(1)
  while ((await post(body)) === 503);
  expect(await post(asMetaWrites(webhook({ messages: [textItem('2', 'ho')] })))).toBe(200)
  expect(await rig.documents('alerts')).toMatchObject([{ event: 'webhook.not_stored', severity: 'error' }])
})

it('raises one alert when signatures do not fit again and again', async () => {
  const post = postTo({ ...rig.needs(), failureAlerts: intakeFailureAlerts() })
  const body = asMetaWrites(webhook({ messages: [textItem('1', 'hi')] }))
  for (let i = 0; i < 30; i++) expect(await post(body, 'sha256=00')).toBe(401)
  expect(await rig.documents('alerts')).toMatchObject([
    { event: 'webhook.signature_invalid', code: 'WEBHOOK_SIGNATURE_INVALID' },
  ])
  expect(await rig.documents('inbox')).toEqual([])
})

it('raises no alert for a failure now and then', async () => {
  const post = postTo({ ...rig.needs(), failureAlerts: intakeFailureAlerts() })
  const body = asMetaWrites(webhook({ messages: [textItem('1', 'hi')] }))
  await post(body, 'sha256=00')
  expect(await post(body)).toBe(200)
  expect(await rig.documents('alerts')).toEqual([])
})
