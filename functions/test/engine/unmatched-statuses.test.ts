import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { messageStatus } from '../../src/messages/message-status.ts'
import type { StoredMessage } from '../../src/messages/message.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { webhook } from '../support/meta-webhooks.ts'
import { message as sample } from '../support/sample-documents.ts'
import { postToRig } from '../support/post-to-rig.ts'
import { encodeWamid } from '../support/wamids.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const wamid = (scope: string): string => encodeWamid({ scope, outgoing: true, token: '0DC500DD7837296DF6' })
const accepted = { source: 'waypost', at: new Date('2026-03-01T12:00:00Z'), status: 'accepted' } as const

/** A message of ours that Meta accepted at its first attempt. */
async function sent(): Promise<string> {
  const {
    error: _error,
    wakeAt: _wakeAt,
    heldBy: _heldBy,
    followUp: _followUp,
    outbox: _outbox,
    ...plain
  } = sample
  await rig.messages.add({
    ...plain,
    sessionId: rig.session.id,
    wamid: wamid('972546801101'),
    sending: 'accepted',
    attempt: 1,
    progress: 0,
    timeline: [{ ...accepted, attempt: 1 }],
  })
  return sample.id
}
const status = (word: string, at: number, more: object = {}) => ({
  id: wamid('972546801101'),
  status: word,
  timestamp: String(1_772_366_400 + at),
  recipient_id: '972546801101',
  ...more,
})
async function found(id: string): Promise<StoredMessage> {
  const message = await rig.messages.find(id)
  if (!message) throw new Error(`${id} is not stored`)
  return message
}

it('applies statuses that carry no callback data', async () => {
  const id = await sent()
  const statuses = [status('sent', 1), status('delivered', 2), status('read', 3)]
  await postToRig(rig, webhook({ statuses }))
  expect(messageStatus(await found(id))).toBe('read')
  const types = rig.events.map(({ type }) => type)
  expect(types.toSorted()).toEqual(['message.delivered', 'message.read', 'message.sent'])
})

it('applies a status once, under whatever scope its wamid comes', async () => {
  const id = await sent()
  await postToRig(
    rig,
    webhook({ statuses: [status('delivered', 2, { id: wamid('IL.13491208655302741918') })] }),
  )
  const once = await found(id)
  expect(messageStatus(once)).toBe('delivered')
  await postToRig(
    rig,
    webhook({ statuses: [status('delivered', 2, { id: wamid('IL.13491208655302741918') })] }),
  )
  expect((await found(id)).timeline).toEqual(once.timeline)
})

it('does not go back to an earlier status', async () => {
  const id = await sent()
  await postToRig(rig, webhook({ statuses: [status('read', 3)] }))
  await postToRig(rig, webhook({ statuses: [status('delivered', 2)] }))
  expect(messageStatus(await found(id))).toBe('read')
  expect(await found(id)).toMatchObject({ progress: 140 })
})

it('lets a failure fail the message', async () => {
  const id = await sent()
  const errors = [{ code: 131026, title: 'Message undeliverable' }]
  await postToRig(rig, webhook({ statuses: [status('failed', 2, { errors })] }))
  expect(await found(id)).toMatchObject({ sending: 'failed', error: { code: 'RECIPIENT_UNREACHABLE' } })
})

it('counts a late status for the attempt that its wamid belongs to', async () => {
  const id = await sent()
  await rig.db.doc(`messages/${id}`).update({ attempt: 2, sending: 'errored' })
  await postToRig(rig, webhook({ statuses: [status('sent', 1)] }))
  expect(await found(id)).toMatchObject({ progress: 120 })
})

it('leaves a status of a message that was not sent from here', async () => {
  await postToRig(rig, webhook({ statuses: [status('read', 1)] }))
  const [item] = (await rig.db.collection('inbox').get()).docs
  expect(item?.get('state')).toBe('kept')
})
