import { resumeSession } from '../../src/dispatch/resume-session.ts'
import { after } from '../../src/kernel/clock.ts'
import type { Message } from '../../src/messages/message.ts'
import { toStored } from '../../src/messages/stored-message.firestore.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { runMinute } from './virtual-queue.ts'

export interface WakingSize {
  readonly held: number
  /** What Meta allows the number. */
  readonly perSecond: number
}

/** How held messages left after their session was resumed. */
export interface WakingFigures {
  readonly sentOnce: number
  readonly expired: number
  /** Messages still pending at the end. */
  readonly pending: number
  /** Messages in the fullest second. */
  readonly fullestSecond: number
  readonly minutes: number
}

const MAX_MINUTES = 24 * 60

/** Resumes a session with many held messages, each worth sending for hours, and lets the clock run until none waits. */
export async function waking({ held, perSecond }: WakingSize): Promise<WakingFigures> {
  const rig = await engineRig()
  // The installation allows as much as Meta.
  const needs = { ...rig.needs, ratePerSecond: perSecond }
  try {
    await tellNothing(rig, held)
    await fill(rig, held)
    await rig.needs.holdSession(rig.session.id, {
      code: 'BILLING_REQUIRED',
      reason: 'Meta requires a valid billing setup.',
      since: rig.clock.now(),
    })
    rig.clock.advance(60)
    const [session = rig.session] = await rig.needs.freshSessions()
    await resumeSession(session, needs)
    let minutes = 0
    while ((await pending(rig)) > 0 && minutes < MAX_MINUTES) {
      await runMinute(rig, needs)
      minutes++
    }
    return { minutes, pending: await pending(rig), ...(await figuresOf(rig)) }
  } finally {
    await rig.close()
  }
}

async function figuresOf(
  rig: EngineRig,
): Promise<Pick<WakingFigures, 'sentOnce' | 'expired' | 'fullestSecond'>> {
  const attempts = rig.graph.attempts().map(({ at }) => Math.floor(Date.parse(at) / 1000))
  const seconds = Map.groupBy(attempts, (second) => second)
  const copies = Map.groupBy(rig.graph.received(), ({ to }) => to)
  const expired = rig.db.collection('messages').where('sending', '==', 'expired')
  return {
    sentOnce: [...copies.values()].filter(({ length }) => length === 1).length,
    expired: (await expired.count().get()).data().count,
    fullestSecond: Math.max(...[...seconds.values()].map(({ length }) => length)),
  }
}

/** What is wrong with a resumption, in sentences. */
export function faultsOfWaking(figures: WakingFigures, { held, perSecond }: WakingSize): string[] {
  const { sentOnce, expired, pending: left, fullestSecond } = figures
  const checks: [isRight: boolean, fault: string][] = [
    [sentOnce === held, `${String(held - sentOnce)} were not sent once`],
    [expired === 0, `${String(expired)} expired`],
    [left === 0, `${String(left)} still wait`],
    // Two spacings may meet in one second.
    [fullestSecond <= perSecond + 1, `${String(fullestSecond)} in one second`],
  ]
  return checks.filter(([isRight]) => !isRight).map(([, fault]) => fault)
}

const pending = async ({ db }: EngineRig): Promise<number> =>
  (await db.collection('messages').where('wakeAt', '>', new Date(0)).count().get()).data().count

async function tellNothing({ graph }: EngineRig, times: number): Promise<void> {
  const order = JSON.stringify({ statuses: [], times })
  const answer = await fetch(`${graph.url}/_simulator/next`, { method: 'POST', body: order })
  if (!answer.ok) throw new Error(await answer.text())
}

const PER_BATCH = 500

async function fill(rig: EngineRig, held: number): Promise<void> {
  const all = Array.from({ length: held }, (_, number) => heldMessage(rig, number))
  for (let from = 0; from < held; from += PER_BATCH) {
    const batch = rig.db.batch()
    for (const one of all.slice(from, from + PER_BATCH))
      batch.create(rig.db.collection('messages').doc(one.id), toStored(one))
    await batch.commit()
  }
}

function heldMessage({ clock, session }: EngineRig, number: number): Message {
  const now = clock.now()
  const notAfter = after(now, 12 * 3600 - number / 1000)
  return {
    id: `msg_${String(number).padStart(26, '0')}`,
    direction: 'out',
    owner: 'acme',
    sessionId: session.id,
    conversationId: `cnv_${String(number)}`,
    to: `+97254${String(number).padStart(7, '0')}` as Message['to'],
    content: { type: 'template', template: { templateName: 'hello_world', languageCode: 'en_US' } },
    mode: 'live',
    metadata: {},
    ifUnknown: 'fail',
    cancelOn: [],
    notAfter,
    createdAt: now,
    purgeAt: after(now, 90 * 86_400),
    progress: 0,
    sending: 'held',
    heldBy: 'session',
    attempt: 0,
    wakeAt: notAfter,
    error: { code: 'BILLING_REQUIRED', message: 'The session is on hold.' },
    timeline: [{ source: 'waypost', at: now, status: 'held', attempt: 0 }],
  }
}
