import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Caller } from '../../src/http/caller.ts'
import { cancelMessage } from '../../src/dispatch/cancel-message.ts'
import { runQueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import type { StoredMessage } from '../../src/messages/message.ts'
import { messageStatus } from '../../src/messages/message-status.ts'
import type { SendOptions } from '../../src/send/send-input.ts'
import { resumeSession } from '../../src/dispatch/resume-session.ts'
import { sweepDue } from '../support/sweep-due.ts'
import { retryMany } from '../../src/dispatch/retry-many.ts'
import { retryMessage } from '../../src/dispatch/retry-message.ts'
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
async function send(
  to: string,
  { wait = true, ...options }: SendOptions & { wait?: boolean } = {},
): Promise<StoredMessage> {
  const content = {
    type: 'template',
    template: { templateName: 'hello_world', languageCode: 'en_US' },
  } as const
  const sent = await sendMessage(
    { caller, to, toField: '/to', content, options, wait, idempotencyKey: undefined },
    rig.needs,
  )
  if (sent.kind !== 'sent') throw new Error('a dry run')
  return sent.message
}
const current = async ({ id }: StoredMessage): Promise<StoredMessage> => {
  const message = await rig.needs.messages.find(id)
  if (!message) throw new Error(`${id} is gone`)
  return message
}
const inSeconds = (seconds: number): string =>
  new Date(rig.clock.now().getTime() + seconds * 1000).toISOString()
const runTasks = async (): Promise<string[]> => {
  const done: string[] = []
  for (const task of rig.tasks.splice(0))
    done.push(await runQueuedAttempt(task.data as { messageId: string; attempt: number }, rig.needs))
  return done
}
const inHours = (hours: number): string =>
  new Date(rig.clock.now().getTime() + hours * 3_600_000).toISOString()

it('sends a queued message once when its task runs twice', async () => {
  const message = await send('+972546800360', { wait: false })
  expect(message).toMatchObject({ sending: 'queued', attempt: 0 })
  expect(rig.tasks).toMatchObject([{ id: `${message.id}-1` }])
  const twice = { messageId: message.id, attempt: 1 }
  expect(await runQueuedAttempt(twice, rig.needs)).toBe('attempted')
  expect(await runQueuedAttempt(twice, rig.needs)).toBe('outdated')
  rig.clock.advance(600)
  await sweepDue(rig)
  expect(rig.graph.received()).toHaveLength(1)
})

it('sends a queued message by the sweep when its task got lost', async () => {
  const message = await send('+972546800360', { wait: false })
  rig.tasks.length = 0
  rig.clock.advance(121)
  await sweepDue(rig)
  expect(await current(message)).toMatchObject({ sending: 'accepted', attempt: 1 })
})

it('puts a message that is due in a minute into the task queue for then, not for now', async () => {
  const sendAt = inHours(1 / 60)
  const message = await send('+972546800360', { sendAt, wait: false })
  expect(rig.tasks).toMatchObject([{ id: `${message.id}-1`, at: new Date(sendAt) }])
  await sweepDue(rig)
  expect(await current(message)).toMatchObject({ sending: 'queued', attempt: 0 })
})

it('sends a message up to a year ahead, at its time', async () => {
  const message = await send('+972546800360', { sendAt: inHours(24 * 300) })
  rig.clock.advance(3600 * 24 * 299)
  expect((await sweepDue(rig)).due).toBe(0)
  rig.clock.advance(3600 * 24 + 1)
  await sweepDue(rig)
  expect(await current(message)).toMatchObject({ sending: 'accepted' })
})

it('delays a message in quiet hours, and expires one that would arrive too late', async () => {
  // 12:00 UTC is 14:00 in Israel: quiet until 16:00 there.
  const quietHours = { from: '13:00', to: '16:00' }
  const waits = await send('+972546800360', { quietHours })
  const late = await send('+972546800360', { quietHours, notAfter: inHours(1) })
  expect(waits).toMatchObject({ sending: 'queued', wakeAt: new Date(inHours(2)) })
  expect(late).toMatchObject({ sending: 'expired', error: { code: 'MESSAGE_EXPIRED' } })
  rig.clock.advance(2 * 3600)
  await sweepDue(rig)
  expect(await current(waits)).toMatchObject({ sending: 'accepted' })
})

it('calls a waiting message back, once, and no other', async () => {
  const message = await send('+972546800360', { sendAt: inHours(1) })
  const cancelled = await cancelMessage(message, 'Cancelled by a test.', rig.needs)
  expect(messageStatus(await cancelMessage(cancelled, 'again', rig.needs))).toBe('cancelled')
  rig.clock.advance(3601)
  await sweepDue(rig)
  expect(rig.graph.attempts()).toHaveLength(0)
  const sent = await send('+972546800360')
  await expect(cancelMessage(sent, 'too late', rig.needs)).rejects.toMatchObject({
    code: 'MESSAGE_STATE_CONFLICT',
  })
})

it('cannot be cancelled and sent both: one of them wins', async () => {
  for (let round = 0; round < 10; round++) {
    const message = await send('+972546800360', { wait: false })
    const before = rig.graph.received().length
    await Promise.allSettled([cancelMessage(message, 'a race', rig.needs), runTasks()])
    const ended = await current(message)
    expect(rig.graph.received().length - before).toBe(ended.sending === 'accepted' ? 1 : 0)
    expect(['accepted', 'cancelled']).toContain(ended.sending)
  }
})

it('retries a failed message when asked, with new tries and its old timeline', async () => {
  const message = await send('+14045550140')
  const { message: again, plan } = await retryMessage(message, 'an operator', rig.needs)
  expect(plan).toMatchObject({ mayDouble: false })
  expect(again.timeline.map(({ status }) => status)).toEqual(['queued', 'sending', 'failed', 'queued'])
  expect(await runTasks()).toEqual(['attempted'])
  expect(await current(message)).toMatchObject({ sending: 'failed', attempt: 2, attemptBase: 1 })
  const sent = await send('+972546800360')
  await expect(retryMessage(sent, 'an operator', rig.needs)).rejects.toMatchObject({
    code: 'MESSAGE_STATE_CONFLICT',
  })
})

it('is worth sending as long as at first, however often it is asked for again', async () => {
  const message = await send('+14045550140', { notAfter: inSeconds(300) })
  for (let again = 0; again < 3; again++) {
    rig.clock.advance(3_600)
    const asked = await retryMessage(await current(message), 'an operator', rig.needs)
    expect(asked.plan.notAfter.toISOString()).toBe(inSeconds(300))
    await runTasks()
  }
  expect(rig.graph.attempts('+14045550140')).toHaveLength(4)
})

it('counts the failed ones of a filter before it retries them', async () => {
  for (const to of ['+14045550140', '+14045550140', '+14045550150']) await send(to)
  const filter = { code: 'RECIPIENT_UNREACHABLE' }
  expect(await retryMany({ filter, dryRun: true }, 'an operator', rig.needs)).toEqual({
    matching: 2,
    retried: 0,
    left: 2,
  })
  expect(await retryMany({ filter, dryRun: false }, 'an operator', rig.needs)).toEqual({
    matching: 2,
    retried: 2,
    left: 0,
  })
  expect(await runTasks()).toEqual(['attempted', 'attempted'])
})

it('resumes a session only when Meta works again, and wakes what it held', async () => {
  const first = await send('+14045550120')
  const waiting = await Promise.all(['+972546800360', '+972546800361', '+972546800362'].map((to) => send(to)))
  expect([first, ...waiting].map(({ sending }) => sending)).toEqual(['held', 'held', 'held', 'held'])
  const alerts = await rig.db.collection('alerts').get()
  expect(alerts.docs.map((alert) => alert.get('event') as string)).toEqual(['session.held'])

  await control('/token', { action: 'kill' })
  await expect(resumeSession(await heldSession(), rig.needs)).rejects.toMatchObject({
    code: 'WHATSAPP_TOKEN_EXPIRED',
  })
  expect((await heldSession()).hold).toBeDefined()

  await control('/token', { action: 'revive' })
  expect(await resumeSession(await heldSession(), rig.needs)).toEqual({ woken: 4 })
  expect((await heldSession()).hold).toBeUndefined()
  rig.clock.advance(36)
  await sweepDue(rig)
  for (const message of waiting) expect(await current(message)).toMatchObject({ sending: 'accepted' })
})

it('wakes a message that another instance held after the session was resumed', async () => {
  await send('+14045550120')
  await resumeSession(await heldSession(), rig.needs)
  const straggler = await send('+972546800360', { sendAt: inHours(1) })
  await rig.db.doc(`messages/${straggler.id}`).update({ sending: 'held', heldBy: 'session' })
  await sweepDue(rig)
  expect(await current(straggler)).toMatchObject({ sending: 'queued' })
})

it('expires what waited too long for a repair', async () => {
  await send('+14045550120')
  const waiting = await send('+972546800360', { notAfter: inHours(1) })
  rig.clock.advance(3601)
  await sweepDue(rig)
  expect(await current(waiting)).toMatchObject({ sending: 'expired' })
})

it('holds only its own messages when a template is paused, and looks again later', async () => {
  const paused = await send('+14045550165')
  expect(paused).toMatchObject({ sending: 'held', heldBy: 'template' })
  expect(await send('+972546800360')).toMatchObject({ sending: 'accepted' })
  expect(paused.wakeAt).toEqual(new Date(inHours(3)))
})

const heldSession = async () => {
  const session = (await rig.needs.freshSessions())[0]
  if (!session) throw new Error('no session')
  return session
}
async function control(path: string, body: object): Promise<void> {
  const answer = await fetch(`${rig.graph.url}/_simulator${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`)
}
