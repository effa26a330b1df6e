import { isWaypostError } from '@waypost/contract'
import fc from 'fast-check'
import { firestoreInbox, readInboxItem } from '../../src/inbox/inbox-store.firestore.ts'
import { processItem } from '../../src/inbox/process-item.ts'
import { cancelMessage } from '../../src/dispatch/cancel-message.ts'
import type { Task } from '../../src/kernel/task-queue.ts'
import { runQueuedAttempt, type QueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import type { StoredMessage } from '../../src/messages/message.ts'
import { resumeSession } from '../../src/dispatch/resume-session.ts'
import { SOON_SECONDS, sweepDue } from '../support/sweep-due.ts'
import { retryMessage } from '../../src/dispatch/retry-message.ts'
import { sendMessage } from '../../src/send/send-message.ts'
import { checkAgreement } from './model-agreement.ts'
import { caller, to, type RealSystem } from './model-real.ts'
import {
  arrivedIn,
  attempt,
  fates,
  HOUR,
  mayHaveArrived,
  processFailures,
  runAttempt,
  processDue,
  words,
  type Crash,
  type Fate,
  type ReferenceMessage,
  type ReferenceModel,
  type MetaStatus,
} from './reference-message.ts'

type Command = fc.AsyncCommand<ReferenceModel, RealSystem>

/** A step of a message's life: what it does in the story, and to the engine. */
interface Step {
  readonly name: string
  possible(model: ReferenceModel): boolean
  run(model: ReferenceModel, real: RealSystem): Promise<void>
}

const command = ({ name, possible, run }: Step): Command => ({
  check: possible,
  async run(model, real) {
    real.steps++
    await run(model, real)
    await checkAgreement(model, real)
  },
  toString: () => name,
})

/** A step that is done to the message. */
const onMessage = (
  name: string,
  run: (world: ReferenceModel, message: ReferenceMessage, real: RealSystem) => Promise<void>,
): Command =>
  command({
    name,
    possible: ({ message }) => message !== undefined,
    run: (model, real) => run(model, one(model.message), real),
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
    async run(model, real) {
      const at = new Date(model.now + HOUR)
      const options = { ifUnknown, ...(way === 'sendAt' && { sendAt: at.toISOString() }) }
      const content = { type: 'text', text: { body: 'Hello' } } as const
      const input = { caller, to, toField: '/to', content, options, wait: way !== 'queued' }
      await surviving(sendMessage({ ...input, idempotencyKey: 'order-1' }, real.needs(crash)))
      const message: ReferenceMessage = {
        sending: 'queued',
        attempt: 0,
        base: 0,
        uncounted: 0,
        heldBy: undefined,
        notAfter: (way === 'sendAt' ? at.getTime() : model.now) + 12 * HOUR,
        worth: (way === 'sendAt' ? 13 : 12) * HOUR,
        ifUnknown,
        unknown: new Set(),
        final: false,
        accepted: new Set(),
        reported: new Map(),
      }
      model.message = message
      if (way === 'sendAt') return
      if (model.hold) Object.assign(message, { sending: 'held', heldBy: 'session' })
      else if (way === 'now') attempt(model, message, crash)
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
  onMessage(`task ${which}, crash ${crash}`, async (model, message, real) => {
    const { tasks } = real.rig
    if (tasks.length === 0) return
    const data = tasks[which % tasks.length]?.data as unknown as QueuedAttempt
    const { wakeAt } = one(await real.message())
    await surviving(runQueuedAttempt(data, real.needs(crash)))
    if ('wakeAt' in data) {
      if (data.wakeAt === wakeAt?.toISOString()) processDue(model, message, crash)
    } else if (data.attempt === message.attempt + 1 && ['queued', 'errored'].includes(message.sending))
      runAttempt(model, message, crash)
  })

const sweep = (crash: Crash): Command =>
  onMessage(`sweep, crash ${crash}`, async (model, message, real) => {
    const { wakeAt } = one(await real.message())
    const isHandedOver = real.rig.tasks.some((waiting) => isSoon(waiting, wakeAt, model.now))
    await surviving(sweepDue(real.rig, real.needs(crash)))
    if ((wakeAt && wakeAt.getTime() <= model.now) || isHandedOver) processDue(model, message, crash)
  })

/** A task of a resumption that `sweepDue` runs, and that is not outdated. */
const isSoon = ({ data, at }: Task, wakeAt: Date | undefined, now: number): boolean =>
  data['wakeAt'] === wakeAt?.toISOString() && (at?.getTime() ?? 0) <= now + SOON_SECONDS * 1000

const pass = (seconds: number): Command =>
  command({
    name: `${seconds} s pass`,
    possible: () => true,
    async run(model, { rig }) {
      rig.clock.advance(seconds)
      model.now += seconds * 1000
    },
  })

const LONGEST_ALARM = 3 * HOUR

/** The next thing that happens is the message's own alarm. */
const alarm = (crash: Crash): Command =>
  onMessage(`its alarm, crash ${crash}`, async (model, message, real) => {
    const { wakeAt } = one(await real.message())
    if (!wakeAt || wakeAt.getTime() - model.now > LONGEST_ALARM) return
    const seconds = Math.max(0, (wakeAt.getTime() - model.now) / 1000)
    real.rig.clock.advance(seconds)
    model.now += seconds * 1000
    await surviving(sweepDue(real.rig, real.needs(crash)))
    processDue(model, message, crash)
  })

const metaWill = (fate: Fate): Command =>
  command({
    name: `the next send meets ${fate}`,
    possible: () => true,
    async run(model, real) {
      await real.metaWill(fate)
      model.next = fate
    },
  })

const metaSays = (which: number, word: MetaStatus): Command =>
  onMessage(`Meta says ${word} (${which})`, async (model, message, real) => {
    const attempts = [...message.accepted]
    const about = attempts[which % Math.max(1, attempts.length)]
    if (about === undefined) return
    const said = message.reported.get(about) ?? new Set<MetaStatus>()
    // Meta gives one reason for one failure.
    if (
      word.startsWith('failed') &&
      [...said].some((before) => before.startsWith('failed') && before !== word)
    )
      return
    await real.metaSays(one(await real.message()), about, word)
    message.reported.set(about, said.add(word))
    if (word.startsWith('failed')) model.failures.push({ attempt: about, word })
  })

const lookIntoInbox = (): Command =>
  onMessage('the inbox is looked at', async (model, message, real) => {
    const { rig } = real
    const waiting = await rig.db.collection('inbox').where('state', '==', 'new').get()
    for (const document of waiting.docs)
      await processItem(readInboxItem(document), { ...rig.needs, inbox: firestoreInbox(rig.db) })
    processFailures(model, message)
  })

const cancel = (): Command =>
  onMessage('cancelled', async (_world, message, real) => {
    const may = ['queued', 'errored', 'held', 'cancelled'].includes(message.sending)
    await expectRefusal(!may, cancelMessage(one(await real.message()), 'Cancelled.', real.rig.needs))
    if (may) Object.assign(message, { sending: 'cancelled', heldBy: undefined })
  })

const askAgain = (): Command =>
  onMessage('asked for again', async (model, message, real) => {
    const stored: StoredMessage = one(await real.message())
    const may =
      !arrivedIn(message) && ['failed', 'unknown', 'expired', 'errored', 'held'].includes(message.sending)
    await expectRefusal(!may, retryMessage(stored, 'an operator', real.rig.needs))
    if (!may) return
    if (message.sending === 'unknown' || mayHaveArrived(message) > 0) model.mayDouble = true
    Object.assign(message, {
      sending: 'queued',
      heldBy: undefined,
      base: message.attempt,
      uncounted: 0,
      final: false,
    })
    message.unknown.clear()
    message.notAfter = model.now + message.worth
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
    async run(model, { rig }) {
      const reason = {
        code: 'WHATSAPP_TOKEN_EXPIRED',
        reason: 'The token ended.',
        since: rig.clock.now(),
      } as const
      await rig.needs.holdSession(rig.session.id, reason)
      model.hold = true
    },
  })

const resume = (): Command =>
  command({
    name: 'the session is resumed',
    possible: () => true,
    async run(model, { rig }) {
      await resumeSession(rig.session, rig.needs)
      model.hold = false
      const { message } = model
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
  model: ReferenceModel,
  real: RealSystem,
): Promise<void> {
  if (held) await hold().run(model, real)
  await metaWill(fate).run(model, real)
  await send(way, ifUnknown, dies).run(model, real)
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

/** The end of every run: time passes until nothing is due. */
export async function letItRest(model: ReferenceModel, real: RealSystem): Promise<void> {
  for (let round = 0; round < 40; round++) {
    if (model.failures.length > 0) await lookIntoInbox().run(model, real)
    if ((await real.message())?.wakeAt === undefined) return
    await pass(3_601).run(model, real)
    await sweep('never').run(model, real)
  }
  throw new Error(`After a day and a half it is still ${one(await real.message()).sending}`)
}
