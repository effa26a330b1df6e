import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { KeyCaller } from '../../src/http/caller.ts'
import { messageStatus } from '../../src/messages/message-status.ts'
import type { StoredMessage } from '../../src/messages/message.ts'
import type { SendOptions } from '../../src/send/send-input.ts'
import { sendMessage } from '../../src/send/send-message.ts'
import { sweepDue } from '../support/sweep-due.ts'
import { sendAnswer } from '../../src/send/send-answer.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

/** See docs/reference/test-numbers.md. */
const RESPONSE_LOST = '+15025550101'
const RESET_BEFORE = '+15025550111'
const PAIR_LIMITED = '+972546800377'
const FAILS_LATER = '+12025550111'
const FAILED_THEN_DELIVERED = '+12025550107'

const caller: KeyCaller = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'acme',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
}
async function willRefuse(to: string, code: number): Promise<void> {
  const order = JSON.stringify({ to, code, times: 100 })
  const answer = await fetch(`${rig.graph.url}/_simulator/next`, { method: 'POST', body: order })
  if (!answer.ok) throw new Error(await answer.text())
}
async function send(to: string, options: SendOptions = {}, idempotencyKey?: string, mode = caller.mode) {
  const sent = await sendMessage(
    {
      caller: { ...caller, mode },
      to,
      toField: '/phoneNumber',
      content: { type: 'template', template: { templateName: 'hello_world', languageCode: 'en_US' } },
      options,
      wait: true,
      idempotencyKey,
    },
    rig.needs,
  )
  if (sent.kind !== 'sent') throw new Error('a dry run')
  return sent
}
const sweep = () => sweepDue(rig)
const current = async ({ id }: StoredMessage): Promise<StoredMessage> => {
  const message = await rig.needs.messages.find(id)
  if (!message) throw new Error(`${id} is gone`)
  return message
}
const status = async (message: StoredMessage): Promise<string> => messageStatus(await current(message))
const words = async (message: StoredMessage): Promise<string[]> =>
  (await current(message)).timeline.map((entry) => entry.status)

it('follows a message from request to read', async () => {
  const { message } = await send('+972546800360')
  expect(message.sending).toBe('accepted')
  await rig.settleWebhooks()
  expect(await status(message)).toBe('read')
  expect(await words(message)).toEqual(['queued', 'sending', 'accepted', 'sent', 'delivered', 'read'])
  expect(rig.graph.received('+972546800360')).toHaveLength(1)
})

it.each([
  ['one read and five writes, statuses included', '+972546800360', 5],
  ['one write more for a person whose user id Meta names first', '+972546800361', 6],
])('costs %s', async (_what, to, expected) => {
  await send('+972546800360')
  await rig.settleWebhooks()
  rig.firestore.resetCounts()
  await send(to)
  await rig.graph.drainWebhooks()
  const { reads, writes, deletes } = rig.firestore.counts()
  // One read is the contact's: consent and service window. The other is the session's, which the API caches; this
  // test loads it again.
  expect({ reads, writes, deletes }).toEqual({ reads: 2, writes: expected, deletes: 0 })
})

it('tries again what Meta could not do just now, by the schedule, once it is due', async () => {
  const { message } = await send('+14045550102')
  expect(message).toMatchObject({
    sending: 'errored',
    error: { code: 'UPSTREAM_FAILED', meta: { code: 131016 } },
  })
  expect(await sweep()).toEqual({ due: 0, troubled: 0 })
  rig.clock.advance(10)
  expect(await sweep()).toEqual({ due: 1, troubled: 0 })
  await rig.settleWebhooks()
  expect(await status(message)).toBe('read')
  expect((await current(message)).attempt).toBe(2)
  expect(rig.graph.received()).toHaveLength(1)
})

it('gives up after as many attempts as allowed and says so', async () => {
  await willRefuse(PAIR_LIMITED, 131056)
  const { message } = await send(PAIR_LIMITED)
  for (let round = 0; round < 10; round++) {
    rig.clock.advance(400)
    await sweep()
  }
  const ended = await current(message)
  expect(ended).toMatchObject({ sending: 'failed', attempt: 5 })
  expect(ended.error?.message).toContain('Given up after 5 attempts')
  expect(ended.wakeAt).toBeUndefined()
  expect(rig.graph.attempts()).toHaveLength(5)
})

it('keeps trying what Meta cannot do just now, for longer than it has attempts', async () => {
  const { message } = await send('+14045550104')
  for (let round = 0; round < 12; round++) {
    rig.clock.advance(1900)
    await sweep()
  }
  const waiting = await current(message)
  expect(waiting).toMatchObject({ sending: 'errored', attempt: 13, uncounted: 13 })
})

it('never sends after notAfter', async () => {
  const { message } = await send('+14045550104', {
    notAfter: new Date(rig.clock.now().getTime() + 8_000).toISOString(),
  })
  rig.clock.advance(60)
  await sweep()
  expect(await current(message)).toMatchObject({ sending: 'expired', error: { code: 'MESSAGE_EXPIRED' } })
  expect(rig.graph.attempts()).toHaveLength(1)
})

it('refuses for good what no retry can help, with Meta’s own words', async () => {
  const { message } = await send('+14045550140')
  expect(message).toMatchObject({
    sending: 'failed',
    error: { code: 'RECIPIENT_UNREACHABLE', meta: { code: 131026 } },
  })
  expect(() => sendAnswer(message, caller)).toThrow()
  rig.clock.advance(86_400)
  expect(await sweep()).toEqual({ due: 0, troubled: 0 })
})

it('holds the session when the token is dead, and the next message waits without trying', async () => {
  const { message } = await send('+14045550120')
  expect(message).toMatchObject({ sending: 'held', error: { code: 'WHATSAPP_TOKEN_EXPIRED' } })
  expect(rig.logged.filter(({ event }) => event === 'session.held')).toHaveLength(1)
  const { message: next } = await send('+972546800360')
  expect(next).toMatchObject({ sending: 'held', attempt: 0 })
  expect(rig.graph.attempts()).toHaveLength(1)
})

it('makes one message of repeated requests and tells another request under the same key apart', async () => {
  const done = await Promise.all(Array.from({ length: 20 }, () => send('+972546800360', {}, 'order-1')))
  expect(new Set(done.map(({ message }) => message.id)).size).toBe(1)
  expect(done.filter(({ replayed }) => !replayed)).toHaveLength(1)
  expect(rig.graph.received()).toHaveLength(1)
  const again = await send('+972546800360', {}, 'order-1')
  expect(again.replayed).toBe(true)
  expect(sendAnswer(again.message, caller)).toMatchObject({
    status: 200,
    body: { id: done[0]?.message.id, status: 'accepted' },
  })
  await expect(send('+972546800361', {}, 'order-1')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
})

it.each<[string, SendOptions]>([
  ['sendAt', { sendAt: '2020-01-01T00:00:00Z' }],
  ['notAfter', { notAfter: '2020-01-01T00:00:00Z' }],
])('blames no quiet hours for a %s in the past', async (_what, options) => {
  const { message } = await send('+972546800360', options)
  expect(message).toMatchObject({ sending: 'expired', error: { code: 'MESSAGE_EXPIRED' } })
  expect(message.error?.message).toMatch(/^Its notAfter \(2020-01-01T.*\) has passed\.$/)
})

it('tells test and live requests under one key apart', async () => {
  const live = await send('+972546800360', {}, 'order-1')
  const test = await send('+972546800360', {}, 'order-1', 'test')
  expect(test.replayed).toBe(false)
  expect(test.message.id).not.toBe(live.message.id)
})

it('settles a lost answer by the status that follows, without sending twice', async () => {
  const lost = rig.graph.received().length
  const { message } = await send(RESPONSE_LOST)
  expect(message.sending).toBe('unknown')
  await rig.settleWebhooks()
  expect(await status(message)).toBe('read')
  rig.clock.advance(121)
  await sweep()
  const settled = await current(message)
  expect(settled).toMatchObject({ sending: 'accepted', attempt: 1 })
  expect(settled.wamid).toMatch(/^wamid\./)
  expect(rig.graph.received()).toHaveLength(lost + 1)
})

it('ends as unknown when no status explains it, and resends it only on request, once', async () => {
  const { message: careful } = await send(RESET_BEFORE, { ifUnknown: 'fail' })
  const { message: eager } = await send(RESET_BEFORE, { ifUnknown: 'resend' })
  expect([careful.sending, eager.sending]).toEqual(['unknown', 'unknown'])
  rig.clock.advance(121)
  await sweep()
  expect(await current(careful)).toMatchObject({
    sending: 'unknown',
    error: { code: 'OUTCOME_UNKNOWN' },
    attempt: 1,
  })
  expect((await current(careful)).wakeAt).toBeUndefined()
  expect(await current(eager)).toMatchObject({ sending: 'unknown', attempt: 2 })
  for (let minute = 0; minute < 30; minute++) {
    rig.clock.advance(60)
    await sweep()
  }
  expect(await current(eager)).toMatchObject({ sending: 'unknown', attempt: 2 })
  expect((await current(eager)).wakeAt).toBeUndefined()
  expect(rig.graph.attempts()).toHaveLength(3)
})

it('finds a sender that stopped in the middle, and does not send again before it knows', async () => {
  const { message } = await send('+972546800360', {}, 'crash')
  // As if the process had died after its request left: claimed, not settled, statuses on their way.
  await rig.db
    .doc(`messages/${message.id}`)
    .update({ sending: 'sending', wakeAt: new Date(rig.clock.now().getTime() + 60_000) })
  await rig.settleWebhooks()
  rig.clock.advance(61)
  await sweep()
  expect(await current(message)).toMatchObject({ sending: 'accepted', attempt: 1 })
  expect(rig.graph.received()).toHaveLength(1)
})

it('treats a failure that comes by webhook like one that came at once', async () => {
  const { message } = await send(FAILS_LATER)
  expect(message.sending).toBe('accepted')
  await rig.settleWebhooks()
  expect(await current(message)).toMatchObject({
    sending: 'failed',
    error: { code: 'RECIPIENT_UNREACHABLE' },
  })
  expect(await status(message)).toBe('failed')
})

it('lets delivered win over failed', async () => {
  const { message } = await send(FAILED_THEN_DELIVERED)
  await rig.settleWebhooks()
  expect(['delivered', 'read']).toContain(await status(message))
})
