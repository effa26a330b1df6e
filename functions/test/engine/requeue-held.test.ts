import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { requeueHeld } from '../../src/dispatch/resume-session.ts'
import { after } from '../../src/kernel/clock.ts'
import { toStored } from '../../src/messages/stored-message.firestore.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { heldMessage } from '../support/held-message.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const idOf = (number: number): string => `msg_${String(number).padStart(26, '0')}`

/** Adds held messages, of which each expires a second before the one added before it. */
async function addHeld(count: number): Promise<void> {
  const batch = rig.db.batch()
  for (let number = 0; number < count; number++) {
    const notAfter = after(rig.clock.now(), 12 * 3600 - number)
    const one = { ...heldMessage(rig.session.id), id: idOf(number), notAfter, wakeAt: notAfter }
    batch.create(rig.db.doc(`messages/${one.id}`), toStored(one))
  }
  await batch.commit()
}

/** One run for the session. @returns how many it queued */
const requeue = (ratePerSecond: number): Promise<number> =>
  requeueHeld({ ...rig.session, requeuedUntil: rig.clock.now() }, { ...rig.needs, ratePerSecond })

const secondsFromNow = (at: Date | undefined): number =>
  ((at?.getTime() ?? 0) - rig.clock.now().getTime()) / 1000

it('requeues more than two pages of held messages in one run, those that expire first before the others', async () => {
  const count = 600
  await addHeld(count)
  expect(await requeue(20)).toBe(count)
  const times = new Map(rig.tasks.map(({ data, at }) => [String(data['messageId']), secondsFromNow(at)]))
  const expected = Array.from({ length: count }, (_, turn) => [idOf(count - 1 - turn), turn / 20] as const)
  expect(times).toEqual(new Map(expected))
  expect(await rig.messages.listHeldBySession(rig.session.id, 1)).toEqual([])
})

it('gives out times until after the next run only', async () => {
  await addHeld(400)
  expect(await requeue(2)).toBe(180)
  expect(await rig.messages.listHeldBySession(rig.session.id, 400)).toHaveLength(220)
  expect(Math.max(...rig.tasks.map(({ at }) => secondsFromNow(at)))).toBe(89.5)
})
