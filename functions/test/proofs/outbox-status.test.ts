import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { runQueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import { sweepDue } from '../support/sweep-due.ts'
import { processOutboxDocument, type ProcessOutboxNeeds } from '../../src/outbox/process-outbox-document.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const path = 'outbox/order-1'
const [first, second] = ['+972546800360', '+972546800361'] as const
const template = { name: 'hello_world', language: 'en_US' }
const NOT_ON_WHATSAPP = '+14045550140'

async function write(to: string | readonly string[]): Promise<void> {
  await rig.db.doc(path).set({ to, template })
}
const deliver = (to: string | readonly string[], needs: ProcessOutboxNeeds = rig.needs, again = false) =>
  processOutboxDocument({ path, fields: { to, template } }, needs, again)
const delivery = async () => (await rig.db.doc(path).get()).get('delivery') as Record<string, unknown>
/** As if the process died before each notification. */
const mute = {
  onMessageChanged: async () => {
    throw new Error('the process died')
  },
}
async function doTasks(needs: EngineRig['needs']): Promise<void> {
  for (const { data } of rig.tasks.splice(0))
    await runQueuedAttempt(data as { messageId: string; attempt: number }, needs)
}

it('tells a document in the same commit that settles its message', async () => {
  await write(first)
  await deliver(first, { ...rig.needs, ...mute })
  expect(await delivery()).toMatchObject({ state: 'SUCCESS', info: { status: 'accepted' } })
})

it('settles a message although the app deleted its document', async () => {
  await deliver(first)
  const { docs } = await rig.db.collection('messages').get()
  expect(docs.map((document) => document.get('sending') as string)).toEqual(['accepted'])
  expect((await rig.db.doc(path).get()).exists).toBe(false)
})

it('tells a document of several recipients later, when its teller died', async () => {
  await write([first, NOT_ON_WHATSAPP])
  await deliver([first, NOT_ON_WHATSAPP])
  await doTasks({ ...rig.needs, ...mute })
  expect(await delivery()).toMatchObject({ state: 'PENDING' })
  rig.clock.advance(61)
  await sweepDue(rig)
  expect(await delivery()).toMatchObject({ state: 'ERROR', error: { code: 'RECIPIENT_UNREACHABLE' } })
  expect(await rig.needs.messages.listDue(new Date('2100-01-01'), 10)).toEqual([])
  expect(rig.graph.attempts()).toHaveLength(2)
})

it('tells a document of several recipients the last word, though all end at once', async () => {
  const all = Array.from({ length: 12 }, (_, i) => `+9725468003${String(i).padStart(2, '0')}`)
  await write(all)
  await deliver(all)
  rig.clock.advance(121)
  await sweepDue(rig)
  rig.clock.advance(61)
  await sweepDue(rig)
  await rig.settleWebhooks()
  const written = await delivery()
  expect(written).toMatchObject({ state: 'SUCCESS' })
  const statuses = (written['recipients'] as { status: string }[]).map(({ status }) => status)
  expect(
    statuses.filter((status) => ['accepted', 'sent', 'delivered', 'read'].includes(status)),
  ).toHaveLength(12)
})

it('sends nothing when one of several numbers is invalid, and says so', async () => {
  await write([first, '12'])
  await deliver([first, '12'])
  expect(await delivery()).toMatchObject({ state: 'ERROR', error: { code: 'RECIPIENT_INVALID' } })
  expect((await rig.db.collection('messages').get()).size).toBe(0)
})

it('goes on to the other recipients although the first is being sent just now', async () => {
  await write([first, second])
  const { add } = rig.needs.messages
  let kept = 0
  const dying = {
    ...rig.needs.messages,
    add: async (message: Parameters<typeof add>[0]) => {
      if (kept++ === 1) throw new Error('the process died')
      return add(message)
    },
  }
  await expect(deliver([first, second], { ...rig.needs, messages: dying })).rejects.toThrow('died')
  const { docs } = await rig.db.collection('messages').get()
  const now = rig.clock.now().getTime()
  await docs[0]?.ref.update({ sending: 'sending', attempt: 1, wakeAt: new Date(now + 60_000) })
  await deliver([first, second])
  expect((await rig.db.collection('messages').get()).size).toBe(2)
})

it('takes RETRY once, though its event comes twice', async () => {
  await write(NOT_ON_WHATSAPP)
  await deliver(NOT_ON_WHATSAPP)
  await deliver(NOT_ON_WHATSAPP, rig.needs, true)
  await deliver(NOT_ON_WHATSAPP, rig.needs, true)
  expect(await delivery()).toMatchObject({ state: 'PENDING', error: null })
  await doTasks(rig.needs)
  expect(rig.graph.attempts(NOT_ON_WHATSAPP)).toHaveLength(2)
})
