import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { QueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import { runQueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import { sweepDueMessages } from '../../src/dispatch/sweep-due-messages.ts'
import { after } from '../../src/kernel/clock.ts'
import { toStored } from '../../src/messages/stored-message.firestore.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { message } from '../support/sample-documents.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(async () => {
  await rig.reset()
  await rig.needs.sessionStore.put({ ...rig.session, id: 'ses_second', isDefault: false })
})

const idOf = (sessionId: string, number: number): string =>
  `msg_${sessionId}_${String(number).padStart(8, '0')}`

/** Messages that became due one after the other, a millisecond apart, ending `secondsAgo`. */
async function addDue(
  sessionId: string,
  { count, secondsAgo, changes = {} }: { count: number; secondsAgo: number; changes?: object },
): Promise<void> {
  const now = rig.clock.now()
  const { error: _error, heldBy: _heldBy, outbox: _outbox, followUp: _followUp, ...waiting } = message
  const numbers = Array.from({ length: count }, (_, number) => number)
  for (let from = 0; from < count; from += 500) {
    const batch = rig.db.batch()
    for (const number of numbers.slice(from, from + 500)) {
      const id = idOf(sessionId, number)
      const wakeAt = after(now, -secondsAgo - (count - number) / 1000)
      const one = { ...waiting, id, sessionId, sending: 'queued', attempt: 0, uncounted: 0, wakeAt } as const
      const times = { notAfter: after(now, 3600), quietHours: undefined, cancelOn: [] }
      batch.create(rig.db.doc(`messages/${id}`), {
        ...toStored({ ...one, timeline: [] }),
        ...times,
        ...changes,
      })
    }
    await batch.commit()
  }
}

const handedOver = (sessionId: string) =>
  rig.tasks.filter(({ data }) => String(data['messageId']).startsWith(`msg_${sessionId}_`))

it('sends nothing itself: it hands over to tasks, spaced at the rate of the session', async () => {
  await addDue(rig.session.id, { count: 40, secondsAgo: 60 })
  expect(await sweepDueMessages(rig.needs)).toEqual({ due: 40, troubled: 0 })
  expect(rig.graph.attempts()).toHaveLength(0)
  const times = handedOver(rig.session.id).map(({ at }) => (at?.getTime() ?? 0) - rig.clock.now().getTime())
  expect(times).toEqual(Array.from({ length: 40 }, (_, index) => index * 50))
})

it('lets the first message of a second sender leave at once, whatever the first one has due', async () => {
  await addDue(rig.session.id, { count: 2_000, secondsAgo: 600 })
  await addDue('ses_second', { count: 3, secondsAgo: 1 })
  await sweepDueMessages(rig.needs)
  const [first] = handedOver('ses_second')
  expect(first?.at).toEqual(rig.clock.now())
  // What a session may send until after the next run; the others stay due.
  expect(handedOver(rig.session.id)).toHaveLength(20 * 75)
})

it('hands over ten thousand messages in one run', async () => {
  const sessions = Array.from({ length: 10 }, (_, number) => `ses_${String(number)}`)
  for (const id of sessions) {
    await rig.needs.sessionStore.put({ ...rig.session, id, isDefault: false })
    await addDue(id, { count: 1_000, secondsAgo: 60 })
  }
  expect(await sweepDueMessages(rig.needs)).toEqual({ due: 10_000, troubled: 0 })
  expect(new Set(rig.tasks.map(({ id }) => id)).size).toBe(10_000)
  expect((await sweepDueMessages(rig.needs)).due).toBe(0)
}, 60_000)

it('is not stopped by messages at its head that always fail', async () => {
  // They cannot be parsed, and their rate is that of a slow number.
  const slow = { standing: { throughput: { value: '1', at: rig.clock.now() } } }
  await rig.needs.sessionStore.put({ ...rig.session, ...slow })
  await addDue(rig.session.id, { count: 600, secondsAgo: 600, changes: { sending: 'nonsense' } })
  const fine = idOf(rig.session.id, 600)
  await rig.db
    .doc(`messages/${fine}`)
    .create({ ...(await documentOf(rig, 'queued')), id: fine, wakeAt: rig.clock.now() })
  for (let minute = 0; minute < 12; minute++) {
    await sweepDueMessages(rig.needs)
    for (const { data } of rig.tasks.splice(0))
      await runQueuedAttempt(data as unknown as QueuedAttempt, rig.needs).catch(() => undefined)
    rig.clock.advance(60)
  }
  expect(await rig.needs.messages.find(fine)).toMatchObject({ sending: 'accepted' })
}, 60_000)

async function documentOf({ db, session }: EngineRig, sending: string): Promise<object> {
  const document = await db.doc(`messages/${idOf(session.id, 0)}`).get()
  return { ...document.data(), sending }
}

it('leaves a message alone that was written since it was handed over', async () => {
  await addDue(rig.session.id, { count: 1, secondsAgo: 60 })
  await sweepDueMessages(rig.needs)
  const [task] = rig.tasks
  const work = task?.data as unknown as QueuedAttempt
  expect(await runQueuedAttempt(work, rig.needs)).toBe('attempted')
  expect(await runQueuedAttempt(work, rig.needs)).toBe('outdated')
  expect(rig.graph.attempts()).toHaveLength(1)
})
