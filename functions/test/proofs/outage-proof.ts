import { messageStatus } from '../../src/messages/message-status.ts'
import type { Channels } from '../../src/dispatch/channel.ts'
import type { SendOutcome } from '../../src/graph/graph-client.ts'
import { mapConcurrent } from '../../src/kernel/map-concurrent.ts'
import type { KeyCaller } from '../../src/http/caller.ts'
import { sendMessage } from '../../src/send/send-message.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { seededRandom, type SeededRandom } from './seeded-random.ts'
import { runMinute } from './virtual-queue.ts'

export interface OutageSize {
  readonly messages: number
  readonly seed: number
}

/** What became of messages that were sent while Meta was down. */
export interface OutageFigures {
  readonly accepted: number
  readonly failed: number
  readonly expired: number
  /** Messages that ended as unknown: their request had left when the connection broke. */
  readonly unknown: number
  /** Requests that had left when the connection broke. */
  readonly lostAnswers: number
  /** Recipients that got a message twice, although its sender did not allow that. */
  readonly doubled: number
  /** Calls to Meta in the outage. */
  readonly calls: number
  readonly holds: number
  readonly resumptions: number
  /** From the end of the outage until nothing was pending. */
  readonly minutesAfter: number
}

const OUTAGE_MINUTES = 30
/** Reading works again before sending does, as when one service of Meta is down (131016). */
const READING_WORKS_AFTER = 25
const MAX_MINUTES_AFTER = 60
const AT_ONCE = 20

const caller: KeyCaller = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'acme',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
}

/** Sends messages through half an hour in which Meta fails in four ways, and lets the clock run until all ended. */
export async function outage({ messages, seed }: OutageSize): Promise<OutageFigures> {
  const rig = await engineRig()
  const random = seededRandom(seed)
  const faults = { isOut: true, isReadable: false, calls: 0, lostAnswers: 0 }
  const needs: EngineRig['needs'] = {
    ...rig.needs,
    channels: failing(rig, faults, random),
    graph: {
      ...rig.needs.graph,
      probe: async () => (faults.isReadable ? null : { message: 'Meta could not be reached (ENOTFOUND).' }),
    },
  }
  try {
    await tellNothing(rig, messages * 2)
    for (let minute = 0; minute < OUTAGE_MINUTES; minute++) {
      faults.isReadable = minute >= READING_WORKS_AFTER
      const from = Math.floor((messages * minute) / OUTAGE_MINUTES)
      const until = Math.floor((messages * (minute + 1)) / OUTAGE_MINUTES)
      const numbers = Array.from({ length: until - from }, (_, index) => from + index)
      await mapConcurrent(numbers, AT_ONCE, (number) => send(number, needs))
      await runMinute(rig, needs)
    }
    faults.isOut = false
    let minutesAfter = 0
    while ((await pending(rig)) > 0 && minutesAfter < MAX_MINUTES_AFTER) {
      await runMinute(rig, needs)
      minutesAfter++
    }
    const { calls, lostAnswers } = faults
    return { ...(await ends(rig)), ...(await noticed(rig)), calls, lostAnswers, minutesAfter }
  } finally {
    await rig.close()
  }
}

interface Faults {
  isOut: boolean
  calls: number
  lostAnswers: number
}

/** No statuses come, so that an unknown outcome stays so. */
async function tellNothing({ graph }: EngineRig, times: number): Promise<void> {
  const order = JSON.stringify({ statuses: [], times })
  const answer = await fetch(`${graph.url}/_simulator/next`, { method: 'POST', body: order })
  if (!answer.ok) throw new Error(await answer.text())
}

function failing({ needs: { channels } }: EngineRig, faults: Faults, random: SeededRandom): Channels {
  const failures: (() => SendOutcome)[] = [
    () => ({ kind: 'refused', failure: { httpStatus: 503 } }),
    () => ({ kind: 'refused', failure: { httpStatus: 500, code: 131016 } }),
    () => ({ kind: 'not-sent', because: 'ENOTFOUND' }),
    () => ({ kind: 'not-sent', because: 'ECONNRESET' }),
  ]
  return {
    ...channels,
    async cloud(session, message) {
      if (!faults.isOut) return channels.cloud(session, message)
      faults.calls++
      if (random.chance(0.8)) return random.oneOf(failures)()
      // The connection breaks after the request had left: Meta took it, or did not.
      faults.lostAnswers++
      if (random.chance(0.5)) await channels.cloud(session, message)
      return { kind: 'unknown', because: 'ECONNRESET' }
    },
  }
}

/** Every other sender accepts a second copy. */
const resends = (number: number): boolean => number % 2 === 1
const recipientOf = (number: number): string => `+97254${String(6_000_000 + number)}`

async function send(number: number, needs: EngineRig['needs']): Promise<void> {
  const content = { type: 'text', text: { body: 'Your order is on its way.' } } as const
  const options = resends(number) ? ({ ifUnknown: 'resend' } as const) : {}
  const to = recipientOf(number)
  const wait = number % 3 === 0
  await sendMessage({ caller, to, toField: '/to', content, options, wait, idempotencyKey: undefined }, needs)
}

const pending = async ({ db }: EngineRig): Promise<number> =>
  (await db.collection('messages').where('wakeAt', '>', new Date(0)).count().get()).data().count

async function ends(
  rig: EngineRig,
): Promise<Pick<OutageFigures, 'accepted' | 'failed' | 'expired' | 'unknown' | 'doubled'>> {
  const { docs } = await rig.db.collection('messages').select().get()
  const messages = await mapConcurrent(docs, AT_ONCE, ({ id }) => rig.messages.find(id))
  const statuses = Map.groupBy(messages, (message) => (message ? messageStatus(message) : 'gone'))
  const count = (status: string): number => statuses.get(status as 'accepted')?.length ?? 0
  const copies = Map.groupBy(rig.graph.received(), ({ to }) => to)
  const isDoubled = (to: string, got: number): boolean => got > (resends(Number(to.slice(-7)) % 2) ? 2 : 1)
  return {
    accepted: count('accepted'),
    failed: count('failed'),
    expired: count('expired'),
    unknown: count('unknown'),
    doubled: [...copies].filter(([to, got]) => isDoubled(to, got.length)).length,
  }
}

async function noticed({ events }: EngineRig): Promise<Pick<OutageFigures, 'holds' | 'resumptions'>> {
  // One event for each key, however often it is published.
  const count = (type: string): number =>
    new Set(events.filter((event) => event.type === type).map(({ dedupeKey }) => String(dedupeKey))).size
  return { holds: count('session.held'), resumptions: count('session.resumed') }
}

/** What is wrong with an outage, in sentences. */
export function faultsOfOutage(figures: OutageFigures, messages: number): string[] {
  const { accepted, failed, expired, unknown, lostAnswers, doubled, calls, holds, resumptions } = figures
  const checks: [isRight: boolean, fault: string][] = [
    [failed === 0, `${String(failed)} failed`],
    [expired === 0, `${String(expired)} expired`],
    [doubled === 0, `${String(doubled)} doubled`],
    [
      accepted + unknown === messages,
      `${String(messages - accepted - unknown)} are neither sent nor unknown`,
    ],
    [unknown <= lostAnswers, 'a message is unknown although its request never left'],
    [figures.minutesAfter <= 15, `the last one left ${String(figures.minutesAfter)} minutes after the end`],
    [calls <= MAX_CALLS, `${String(calls)} calls in the outage`],
    [holds === 1 && resumptions === 1, `${String(holds)} holds and ${String(resumptions)} resumptions`],
  ]
  return checks.filter(([isRight]) => !isRight).map(([, fault]) => fault)
}

/** Those that show the outage, those under way then and before other instances know, and one a minute. */
const MAX_CALLS = 100
