import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Caller } from '../../src/http/caller.ts'
import type { StoredMessage } from '../../src/messages/message.ts'
import { sweepDue } from '../support/sweep-due.ts'
import { sendMessage } from '../../src/send/send-message.ts'
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
async function send(to: string, idempotencyKey?: string): Promise<StoredMessage> {
  const content = {
    type: 'template',
    template: { templateName: 'hello_world', languageCode: 'en_US' },
  } as const
  const sent = await sendMessage(
    { caller, to, toField: '/to', content, options: {}, wait: true, idempotencyKey },
    rig.needs,
  )
  if (sent.kind !== 'sent') throw new Error('a dry run')
  return sent.message
}
/** The next write of a message is applied, and its answer is lost: the client repeats it by itself. */
const loseAnswer = () =>
  rig.firestore.failNext({
    rpc: 'Commit',
    code: 'UNAVAILABLE',
    collection: 'messages',
    stage: 'after',
    times: 1,
  })

it.each([
  ['with an idempotency key', 'order-1'],
  ['without one', undefined],
])('knows its own new message again %s', async (_how, key) => {
  loseAnswer()
  expect(await send('+972546800360', key)).toMatchObject({ sending: 'accepted', attempt: 1 })
  expect(rig.graph.received()).toHaveLength(1)
})

it('knows its own claim again', async () => {
  const { id } = await send('+14045550102')
  rig.clock.advance(10)
  loseAnswer()
  await sweepDue(rig)
  expect(await rig.needs.messages.find(id)).toMatchObject({ sending: 'accepted', attempt: 2 })
  expect(rig.graph.received()).toHaveLength(1)
})

it('knows its own outcome again, with a status in between or without', async () => {
  const claimed = await send('+14045550102')
  const claim = await rig.needs.messages.updateIfUnchanged(claimed, {
    sending: 'sending',
    attempt: 2,
    wakeAt: null,
    error: null,
    entry: { source: 'waypost', at: rig.clock.now(), status: 'sending', attempt: 2 },
  })
  if (!claim) throw new Error('not claimed')
  await rig.db.doc(`messages/${claim.id}`).update({ progress: 220 })
  const outcome = {
    sending: 'accepted',
    wakeAt: null,
    error: null,
    wamid: 'wamid.1',
    entry: { source: 'waypost', at: rig.clock.now(), status: 'accepted', attempt: 2 },
  } as const
  loseAnswer()
  expect(await rig.needs.messages.settle(claim, outcome)).toMatchObject({
    sending: 'accepted',
    wamid: 'wamid.1',
  })
  const { timeline } = (await rig.needs.messages.find(claim.id)) ?? {}
  expect(timeline?.filter(({ status }) => status === 'accepted')).toHaveLength(1)
})

it('takes a number written in two ways under one key for the same request', async () => {
  const first = await send('+972 54-680-0360', 'order-2')
  expect((await send('00972546800360', 'order-2')).id).toBe(first.id)
  expect(rig.graph.received()).toHaveLength(1)
})
