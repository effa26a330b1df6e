import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { runQueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import { sweepDueMessages } from '../../src/dispatch/sweep-due-messages.ts'
import { after } from '../../src/kernel/clock.ts'
import type { StoredMessage } from '../../src/messages/message.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { message as sample } from '../support/sample-documents.ts'

/** Tasks that come late, early or in vain. */
let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

/** A message that waits for its second attempt. */
async function waiting(changes: Partial<StoredMessage> = {}): Promise<StoredMessage> {
  const {
    error: _error,
    heldBy: _heldBy,
    outbox: _outbox,
    followUp: _followUp,
    wamid: _wamid,
    ...plain
  } = sample
  const {
    replyTo: _replyTo,
    quietHours: _quietHours,
    fallback: _fallback,
    replaced: _replaced,
    ...sent
  } = plain
  const now = rig.clock.now()
  const { message } = await rig.messages.add({
    ...sent,
    sessionId: rig.session.id,
    sending: 'errored',
    attempt: 1,
    timeline: [],
    cancelOn: [],
    createdAt: now,
    wakeAt: now,
    notAfter: after(now, 3600),
    ...changes,
  })
  return message
}

it('does not send for a task of an earlier attempt', async () => {
  const { id } = await waiting()
  expect(await runQueuedAttempt({ messageId: id, attempt: 1 }, rig.needs)).toBe('outdated')
  expect(rig.graph.attempts()).toHaveLength(0)
  expect(await runQueuedAttempt({ messageId: id, attempt: 2 }, rig.needs)).toBe('attempted')
  expect(rig.graph.attempts()).toHaveLength(1)
})

it('does not send for a task of the sweep when the message was postponed since', async () => {
  const { id, wakeAt = new Date(0) } = await waiting()
  const earlier = after(wakeAt, -60).toISOString()
  expect(await runQueuedAttempt({ messageId: id, wakeAt: earlier }, rig.needs)).toBe('outdated')
  expect(rig.graph.attempts()).toHaveLength(0)
})

it('sends nothing while the session is on hold', async () => {
  const { id, wakeAt = new Date(0) } = await waiting()
  const hold = { code: 'WHATSAPP_TOKEN_EXPIRED', reason: 'expired', since: rig.clock.now() } as const
  await rig.needs.sessionStore.hold(rig.session.id, hold)
  rig.needs.invalidateSessions()
  await runQueuedAttempt({ messageId: id, wakeAt: wakeAt.toISOString() }, rig.needs)
  expect(rig.graph.attempts()).toHaveLength(0)
  expect((await rig.messages.find(id))?.sending).toBe('held')
})

it('hands messages of other sessions over although one session is in trouble', async () => {
  await rig.needs.sessionStore.put({ ...rig.session, id: 'ses_second', isDefault: false })
  await waiting()
  await waiting({ id: 'msg_second', sessionId: 'ses_second' })
  const report = await sweepDueMessages({
    ...rig.needs,
    messages: {
      ...rig.messages,
      async postponeDue(postponed) {
        if (postponed.some(({ message }) => message.sessionId === rig.session.id)) throw new Error('not now')
        return rig.messages.postponeDue(postponed)
      },
    },
  })
  expect(report).toEqual({ due: 2, troubled: 1 })
  expect(rig.tasks.map(({ data }) => data['messageId'])).toEqual(['msg_second'])
})

it('does not send again when the lease of an attempt expired: its outcome is unknown', async () => {
  const { id, wakeAt = new Date(0) } = await waiting({ sending: 'sending', progress: 0 })
  await runQueuedAttempt({ messageId: id, wakeAt: wakeAt.toISOString() }, rig.needs)
  expect(rig.graph.attempts()).toHaveLength(0)
  expect((await rig.messages.find(id))?.sending).toBe('unknown')
})
