import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Caller } from '../../src/http/caller.ts'
import { handleInboundMessage } from '../../src/inbox/handle-inbound-message.ts'
import { runQueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import type { StoredMessage } from '../../src/messages/message.ts'
import { sweepDue } from '../support/sweep-due.ts'
import { sendMessage } from '../../src/send/send-message.ts'
import type { SendOptions } from '../../src/send/send-input.ts'
import { dana, inboundItem, text } from '../support/contact-items.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const caller: Caller = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'acme',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
}
/** See docs/reference/test-numbers.md. */
const UNAVAILABLE_ONCE = '+14045550102'

const tomorrow = '2026-03-02T12:00:00.000Z'
async function reminds(to: string, options: SendOptions, wait = true): Promise<StoredMessage> {
  const sent = await sendMessage(
    {
      caller,
      to,
      toField: '/to',
      content: { type: 'template', template: { templateName: 'hello_world', languageCode: 'en_US' } },
      options: { cancelOn: ['reply'], ...options },
      wait,
      idempotencyKey: undefined,
    },
    rig.needs,
  )
  if (sent.kind !== 'sent') throw new Error('not sent')
  return sent.message
}
/** The contact writes now. */
const writes = (id: string, who: object = { from: dana.waId }, item?: object) =>
  handleInboundMessage(
    inboundItem({
      item: {
        ...(item ?? text(id, 'I am on my way', who as Record<string, unknown>)),
        timestamp: String(Math.floor(rig.clock.now().getTime() / 1000)),
      },
      receivedAt: rig.clock.now(),
    }),
    rig.needs,
  )
const now = async ({ id }: StoredMessage) => {
  const message = await rig.messages.find(id)
  return [message?.sending, message?.timeline.at(-1)?.status, ...(message?.wakeAt ? ['awake'] : [])]
}

it('cancels a scheduled reminder when its recipient replies, and says why', async () => {
  const reminder = await reminds(dana.phone, { sendAt: tomorrow })
  rig.clock.advance(60)
  await writes('1')
  expect(await now(reminder)).toEqual(['cancelled', 'cancelled'])
  const message = await rig.messages.find(reminder.id)
  expect(message?.timeline.at(-1)).toMatchObject({ note: 'Cancelled: the contact replied.' })
})

it('cancels what waits for an identity that the reply does not name', async () => {
  await writes('0', { from: dana.waId, from_user_id: dana.userId })
  rig.clock.advance(60)
  const reminder = await reminds(dana.phone, { sendAt: tomorrow })
  rig.clock.advance(60)
  await writes('1', { from_user_id: dana.userId })
  expect(await now(reminder)).toEqual(['cancelled', 'cancelled'])
})

it('cancels what is queued, errored or held, and nothing of others', async () => {
  const queued = await reminds(dana.phone, {}, false)
  const errored = await reminds(UNAVAILABLE_ONCE, {})
  const plain = await reminds(dana.phone, { sendAt: tomorrow, cancelOn: [] })
  const ofAnother = await reminds('+972546800399', { sendAt: tomorrow })
  await rig.db.doc(`sessions/${rig.session.id}`).update({
    hold: { code: 'WHATSAPP_TOKEN_EXPIRED', reason: 'expired', since: rig.clock.now() },
  })
  const held = await reminds(dana.phone, {})
  expect([queued, errored, held].map(({ sending }) => sending)).toEqual(['queued', 'errored', 'held'])
  rig.clock.advance(5)
  await writes('1')
  await writes('2', { from: UNAVAILABLE_ONCE.slice(1) })
  for (const message of [queued, errored, held])
    expect(await now(message)).toEqual(['cancelled', 'cancelled'])
  for (const message of [plain, ofAnother]) expect(await now(message)).toEqual(['queued', 'queued', 'awake'])
})

it('is not cancelled by a reaction, nor by an earlier reply that arrives again', async () => {
  await writes('1')
  rig.clock.advance(60)
  const reminder = await reminds(dana.phone, { sendAt: tomorrow })
  const again = inboundItem({
    item: text('1', 'I am on my way'),
    receivedAt: new Date(rig.clock.now().getTime() - 60_000),
  })
  await handleInboundMessage(again, rig.needs)
  rig.clock.advance(60)
  await writes(
    '2',
    {},
    {
      from: dana.waId,
      id: 'wamid.2',
      type: 'reaction',
      reaction: { message_id: 'wamid.x', emoji: '👍' },
    },
  )
  expect(await now(reminder)).toEqual(['queued', 'queued', 'awake'])
})

it('is not sent again when the reply came while it was on its way', async () => {
  const reminder = await reminds(UNAVAILABLE_ONCE, {}, false)
  const { conversations, ...blind } = rig.needs
  rig.clock.advance(5)
  // The message is being sent when the reply arrives: too late to cancel.
  await handleInboundMessage(
    inboundItem({
      item: {
        ...text('1', 'Hi', { from: UNAVAILABLE_ONCE.slice(1) }),
        timestamp: String(rig.clock.now().getTime() / 1000),
      },
      receivedAt: rig.clock.now(),
    }),
    { ...blind, conversations, messages: { ...rig.needs.messages, listPendingIn: async () => [] } },
  )
  await runQueuedAttempt({ messageId: reminder.id, attempt: 1 }, rig.needs)
  expect(await now(reminder)).toEqual(['cancelled', 'cancelled'])
  expect(rig.graph.attempts(UNAVAILABLE_ONCE)).toHaveLength(0)
})

it('is sent when no reply arrived', async () => {
  const reminder = await reminds(dana.phone, { sendAt: tomorrow })
  rig.clock.advance(86_400 + 60)
  await sweepDue(rig)
  expect((await now(reminder))[0]).toBe('accepted')
})

it('costs nothing where no reminder waits, and nothing where no cancelOn is said', async () => {
  await writes('1')
  rig.firestore.resetCounts()
  await reminds(dana.phone, { cancelOn: [] })
  expect(rig.firestore.counts().collections['conversations']).toMatchObject({ writes: 0 })
  rig.firestore.resetCounts()
  await writes('2')
  expect(rig.firestore.counts().collections['messages']).toMatchObject({ reads: 0, writes: 1 })
})
