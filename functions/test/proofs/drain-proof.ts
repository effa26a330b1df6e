import { after } from '../../src/kernel/clock.ts'
import type { Message } from '../../src/messages/message.ts'
import { toStored } from '../../src/messages/stored-message.firestore.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { runMinute } from './virtual-queue.ts'

export interface DrainSize {
  readonly due: number
  readonly atRest: number
}

/** What it took to send all that was due. */
export interface DrainFigures {
  /** Of the collection `messages`, as Firestore bills them. */
  readonly reads: number
  readonly writes: number
  readonly graphCalls: number
  /** Runs of the schedule, one a minute; the last finds nothing. */
  readonly sweeps: number
  /** Recipients that got it once. */
  readonly once: number
  /** Sends in the fullest second, and how many seconds had any. */
  readonly fullestSecond: number
  readonly busySeconds: number
  /** Seconds of virtual time from the first send to the last. */
  readonly seconds: number
  /** Messages with an alarm left. */
  readonly left: number
}

/**
 * Lets the sweep hand over what is due, among as many messages at rest, and the tasks send it. Time is the test's: it
 * moves when nothing runs, so the simulator's log shows the pace and nothing else.
 */
export async function drain(size: DrainSize): Promise<DrainFigures> {
  const rig = await engineRig()
  try {
    await fill(rig, size)
    await tellNothing(rig, size.due)
    rig.firestore.resetCounts()
    const sweeps = await sweepEachMinute(rig)
    const { reads, writes } = rig.firestore.counts().collections['messages'] ?? { reads: 0, writes: 0 }
    const left = await rig.db.collection('messages').where('wakeAt', '>', new Date(0)).count().get()
    return { reads, writes, sweeps, left: left.data().count, ...paceOf(rig) }
  } finally {
    await rig.close()
  }
}

/** No statuses: they are the webhook's work, not the sweep's. */
async function tellNothing({ graph }: EngineRig, times: number): Promise<void> {
  const order = JSON.stringify({ statuses: [], times })
  const answer = await fetch(`${graph.url}/_simulator/next`, { method: 'POST', body: order })
  if (!answer.ok) throw new Error(await answer.text())
}

async function sweepEachMinute(rig: EngineRig): Promise<number> {
  for (let sweeps = 1; ; sweeps++) {
    const report = await runMinute(rig)
    if (report.troubled > 0) throw new Error(`${report.troubled} messages could not be handed over`)
    if (report.due === 0 && rig.tasks.length === 0) return sweeps
  }
}

function paceOf({ graph }: EngineRig): Omit<DrainFigures, 'reads' | 'writes' | 'sweeps' | 'left'> {
  const attempts = graph.attempts()
  const times = attempts.map(({ at }) => Date.parse(at))
  const bySecond = Map.groupBy(times, (time) => Math.floor(time / 1000))
  const byRecipient = Map.groupBy(graph.received(), ({ to }) => to)
  return {
    graphCalls: attempts.length,
    once: [...byRecipient.values()].filter(({ length }) => length === 1).length,
    fullestSecond: Math.max(...[...bySecond.values()].map(({ length }) => length)),
    busySeconds: bySecond.size,
    seconds: ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000,
  }
}

const PER_BATCH = 500

async function fill(rig: EngineRig, { due, atRest }: DrainSize): Promise<void> {
  const all = Array.from({ length: due + atRest }, (_, i) => message(rig, i, i < due))
  for (let from = 0; from < all.length; from += PER_BATCH) {
    const batch = rig.db.batch()
    for (const one of all.slice(from, from + PER_BATCH))
      batch.create(rig.db.collection('messages').doc(one.id), toStored(one))
    await batch.commit()
  }
}

function message({ clock, session }: EngineRig, number: number, isDue: boolean): Message {
  const now = clock.now()
  const state = isDue
    ? { sending: 'queued' as const, attempt: 0, wakeAt: after(now, -number / 1000) }
    : { sending: 'accepted' as const, attempt: 1, wamid: `wamid.${number}` }
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
    notAfter: after(now, 12 * 3600),
    createdAt: now,
    purgeAt: after(now, 90 * 86_400),
    progress: 0,
    timeline: [{ source: 'waypost', at: now, status: 'queued', attempt: 0 }],
    ...state,
  }
}
