import { isWaypostError } from '@waypost/contract'
import fc from 'fast-check'
import { firestoreInbox, readInboxItem } from '../../src/inbound/inbox-store.firestore.ts'
import { processItem } from '../../src/inbound/process-item.ts'
import { cancelMessage } from '../../src/messages/cancel-message.ts'
import { dispatchQueued } from '../../src/messages/dispatch-queued.ts'
import type { StoredMessage } from '../../src/messages/message.ts'
import { resumeSession } from '../../src/messages/resume-session.ts'
import { retryDue } from '../../src/messages/retry-due.ts'
import { retryMessage } from '../../src/messages/retry-message.ts'
import { sendMessage } from '../../src/messages/send-message.ts'
import { checkAgreement } from './model-agreement.ts'
import { caller, to, type RealWorld } from './model-real.ts'
import {
  arrivedIn,
  attempt,
  fates,
  HOUR,
  lookAtFailures,
  takeTurn,
  wake,
  words,
  type Crash,
  type Fate,
  type ReferenceMessage,
  type ReferenceWorld,
  type Word,
} from './reference-message.ts'

type Command = fc.AsyncCommand<ReferenceWorld, RealWorld>

/** A step of a message's life: what it does in the story, and to the engine. */
interface Step {
  readonly name: string
  possible(world: ReferenceWorld): boolean
  run(world: ReferenceWorld, real: RealWorld): Promise<void>
}

const command = ({ name, possible, run }: Step): Command => ({
  check: possible,
  async run(world, real) {
    real.steps++
    await run(world, real)
    await checkAgreement(world, real)
  },
  toString: () => name,
})

/** A step that is done to the message. */
const onMessage = (
  name: string,
  run: (world: ReferenceWorld, message: ReferenceMessage, real: RealWorld) => Promise<void>,
): Command =>
  command({
    name,
    possible: ({ message }) => message !== undefined,
    run: (world, real) => run(world, one(world.message), real),
  })

export function one<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('There is no message yet')
  return value
}

type Way = 'now' | 'queued' | 'sendAt'

const send = (way: Way, ifUnknown: 'resend' | 'fail', crash: Crash): Command =>
  command({
    name: `send ${way}, ifUnknown ${ifUnknown}, crash ${crash}`,
    possible: ({ message }) => message === undefined,
    async run(world, real) {
      const at = new Date(world.now + HOUR)
      const options = { ifUnknown, ...(way === 'sendAt' && { sendAt: at.toISOString() }) }
      const content = { type: 'text', text: { body: 'Hello' } } as const
      const wish = { caller, to, toField: '/to', content, options, wait: way !== 'queued' }
      await surviving(sendMessage({ ...wish, idempotencyKey: 'order-1' }, real.needs(crash)))
      const message: ReferenceMessage = {
        sending: 'queued',
        attempt: 0,
        base: 0,
        heldBy: undefined,
        notAfter: (way === 'sendAt' ? at.getTime() : world.now) + 12 * HOUR,
        worth: (way === 'sendAt' ? 13 : 12) * HOUR,
        ifUnknown,
        accepted: new Set(),
        told: new Map(),
      }
      world.message = message
      if (way === 'sendAt') return
      if (world.hold) Object.assign(message, { sending: 'held', heldBy: 'session' })
      else if (way === 'now') attempt(world, message, crash)
    },
  })

/** A process that dies takes its answer with it. */
async function surviving(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Error) || error.message !== 'the process died') throw error
  })
}

/** Delivers a task that was enqueued, also one that was delivered before. */
const task = (which: number, crash: Crash): Command =>
  onMessage(`task ${which}, crash ${crash}`, async (world, message, real) => {
    const { tasks } = real.rig
    if (tasks.length === 0) return
    const data = tasks[which % tasks.length]?.data as { messageId: string; attempt: number }
    await surviving(dispatchQueued(data, real.needs(crash)))
    if (data.attempt === message.attempt + 1 && ['queued', 'errored'].includes(message.sending))
      takeTurn(world, message, crash)
  })

const sweep = (crash: Crash): Command =>
  onMessage(`sweep, crash ${crash}`, async (world, message, real) => {
    const { wakeAt } = one(await real.message())
    await retryDue(real.needs(crash))
    if (wakeAt && wakeAt.getTime() <= world.now) wake(world, message, crash)
  })

const pass = (seconds: number): Command =>
  command({
    name: `${seconds} s pass`,
    possible: () => true,
    async run(world, { rig }) {
      rig.clock.advance(seconds)
      world.now += seconds * 1000
    },
  })

const LONGEST_ALARM = 3 * HOUR

/** The next thing that happens is the message's own alarm. */
const alarm = (crash: Crash): Command =>
  onMessage(`its alarm, crash ${crash}`, async (world, message, real) => {
    const { wakeAt } = one(await real.message())
    if (!wakeAt || wakeAt.getTime() - world.now > LONGEST_ALARM) return
    const seconds = Math.max(0, (wakeAt.getTime() - world.now) / 1000)
    real.rig.clock.advance(seconds)
    world.now += seconds * 1000
    await retryDue(real.needs(crash))
    wake(world, message, crash)
  })

const metaWill = (fate: Fate): Command =>
  command({
    name: `the next send meets ${fate}`,
    possible: () => true,
    async run(world, real) {
      await real.metaWill(fate)
      world.next = fate
    },
  })

const metaSays = (which: number, word: Word): Command =>
  onMessage(`Meta says ${word} (${which})`, async (world, message, real) => {
    const attempts = [...message.accepted]
    const about = attempts[which % Math.max(1, attempts.length)]
    if (about === undefined) return
    const said = message.told.get(about) ?? new Set<Word>()
    // Meta gives one reason for one failure.
    if (
      word.startsWith('failed') &&
      [...said].some((before) => before.startsWith('failed') && before !== word)
    )
      return
    await real.metaSays(one(await real.message()), about, word)
    message.told.set(about, said.add(word))
    if (word.startsWith('failed')) world.failures.push({ attempt: about, word })
  })

const lookIntoInbox = (): Command =>
  onMessage('the inbox is looked at', async (world, message, real) => {
    const { rig } = real
    const waiting = await rig.db.collection('inbox').where('state', '==', 'new').get()
    for (const document of waiting.docs)
      await processItem(readInboxItem(document), { ...rig.needs, inbox: firestoreInbox(rig.db) })
    lookAtFailures(world, message)
  })

const cancel = (): Command =>
  onMessage('cancelled', async (_world, message, real) => {
    const may = ['queued', 'errored', 'held', 'cancelled'].includes(message.sending)
    await expectRefusal(!may, cancelMessage(one(await real.message()), 'Called back.', real.rig.needs))
    if (may) Object.assign(message, { sending: 'cancelled', heldBy: undefined })
  })

const askAgain = (): Command =>
  onMessage('asked for again', async (world, message, real) => {
    const stored: StoredMessage = one(await real.message())
    const may =
      !arrivedIn(message) && ['failed', 'unknown', 'expired', 'errored', 'held'].includes(message.sending)
    await expectRefusal(!may, retryMessage(stored, 'an operator', real.rig.needs))
    if (!may) return
    if (message.sending === 'unknown' || stored.error?.code === 'OUTCOME_UNKNOWN') world.mayDouble = true
    Object.assign(message, { sending: 'queued', heldBy: undefined, base: message.attempt })
    message.notAfter = world.now + message.worth
  })

async function expectRefusal(refused: boolean, work: Promise<unknown>): Promise<void> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => (isWaypostError(thrown) ? thrown : Promise.reject(thrown as Error)),
  )
  const code = error?.code ?? null
  if (code !== (refused ? 'MESSAGE_STATE_CONFLICT' : null))
    throw new Error(`It was ${refused ? '' : 'not '}to be refused, but: ${String(code)}`)
}

const hold = (): Command =>
  command({
    name: 'the session is put on hold',
    possible: () => true,
    async run(world, { rig }) {
      const reason = {
        code: 'WHATSAPP_TOKEN_EXPIRED',
        reason: 'The token ended.',
        since: rig.clock.now(),
      } as const
      await rig.needs.holdSession(rig.session.id, reason)
      world.hold = true
    },
  })

const resume = (): Command =>
  command({
    name: 'the session is resumed',
    possible: () => true,
    async run(world, { rig }) {
      await resumeSession(rig.session, rig.needs)
      world.hold = false
      const { message } = world
      if (message?.sending === 'held' && message.heldBy === 'session')
        Object.assign(message, { sending: 'queued', heldBy: undefined })
    },
  })

const crash = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Crash>('never') },
  { weight: 1, arbitrary: fc.constantFrom<Crash>('beforeSend', 'afterSend') },
)

/** How a life begins. */
export const beginnings = fc.record({
  held: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  fate: fc.constantFrom(...fates),
  way: fc.constantFrom<Way>('now', 'queued', 'sendAt'),
  ifUnknown: fc.constantFrom('resend', 'fail'),
  crash,
})

/** Somebody asks for the message. */
export async function begin(
  { held, fate, way, ifUnknown, crash: dies }: typeof beginnings extends fc.Arbitrary<infer T> ? T : never,
  world: ReferenceWorld,
  real: RealWorld,
): Promise<void> {
  if (held) await hold().run(world, real)
  await metaWill(fate).run(world, real)
  await send(way, ifUnknown, dies).run(world, real)
}

/** What happens all the time. */
const daily = [
  fc.tuple(fc.nat(5), crash).map((how) => task(...how)),
  crash.map(sweep),
  crash.map(alarm),
  crash.map(alarm),
  // Past a retry, a lease, a grace, a sendAt, a notAfter.
  fc.constantFrom(7, 7, 61, 61, 121, 121, 601, 3_601, 50_000).map(pass),
  fc.constantFrom(...fates).map(metaWill),
  fc.tuple(fc.nat(5), fc.constantFrom(...words)).map((how) => metaSays(...how)),
  fc.constant(lookIntoInbox()),
]

/** How it goes on: any of these steps, in any order; what people do is rarer. */
export const lives = fc.commands(
  [
    ...daily,
    ...daily,
    ...daily,
    ...[askAgain(), askAgain(), askAgain(), cancel(), hold(), resume(), resume(), resume()].map((step) =>
      fc.constant(step),
    ),
  ],
  { maxCommands: 40, size: 'max' },
)

/** The end of every life: time goes on until nobody waits. */
export async function letItRest(world: ReferenceWorld, real: RealWorld): Promise<void> {
  for (let round = 0; round < 40; round++) {
    if (world.failures.length > 0) await lookIntoInbox().run(world, real)
    if ((await real.message())?.wakeAt === undefined) return
    await pass(3_601).run(world, real)
    await sweep('never').run(world, real)
  }
  throw new Error(`After a day and a half it is still ${one(await real.message()).sending}`)
}
