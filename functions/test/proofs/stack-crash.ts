import { setTimeout as wait } from 'node:timers/promises'
import { faultPlans, type FaultName } from './crash-story.ts'
import { falseClaim } from './crash-verdict.ts'
import type { SeededRandom } from './seeded-random.ts'
import { createStackHarness, type StackHarness } from './stack-harness.ts'

/** What rounds on the real stack came to. */
export interface StackFigures {
  readonly messages: number
  readonly kills: number
  readonly ends: Readonly<Record<string, number>>
  readonly faults: readonly string[]
}

interface Asked {
  readonly way: (typeof ways)[number]
  readonly to: string
  readonly trouble: FaultName
}

const ways = ['notify', 'queued', 'sendAt', 'outbox'] as const
const PER_ROUND = 16
const code = { templateName: 'login_code', languageCode: 'en_US', oneTimeCode: '482913' }

/**
 * The whole stack as it is deployed: API, triggers, tasks, schedules and webhook in one functions process that is
 * killed at random moments, under load and in the sweep. A caller without an answer repeats its request.
 */
export async function stackCrashes(
  rounds: number,
  random: SeededRandom,
  say: (line: string) => void,
): Promise<StackFigures> {
  const harness = await createStackHarness()
  const figures = { messages: 0, kills: 0, ends: {} as Record<string, number>, faults: [] as string[] }
  const judge = async (one: Asked): Promise<void> => {
    const { end, faults } = await verdictOn(one, harness)
    figures.messages++
    figures.ends[end] = (figures.ends[end] ?? 0) + 1
    figures.faults.push(...faults)
    for (const fault of faults) say(`  ✗ stack, ${JSON.stringify(one)}: ${fault}`)
  }
  try {
    for (let round = 0; round < rounds; round++) {
      const asked = Array.from({ length: PER_ROUND }, (_, i) => askedFor(round * PER_ROUND + i, random))
      figures.kills += await play(asked, harness, random)
      for (const one of asked) await judge(one)
    }
  } finally {
    await harness.close()
  }
  return figures
}

function askedFor(number: number, random: SeededRandom): Asked {
  return {
    way: ways[number % ways.length] ?? 'notify',
    to: `+97254${String(3_000_000 + number)}`,
    trouble: random.chance(0.5) ? 'none' : random.oneOf(Object.keys(faultPlans) as FaultName[]),
  }
}

/** @returns how often the process was killed */
async function play(asked: readonly Asked[], harness: StackHarness, random: SeededRandom): Promise<number> {
  for (const { to, trouble } of asked)
    if (faultPlans[trouble] !== null) await harness.toMeta('next', { to, ...faultPlans[trouble] })
  const kills = 1 + random.below(3)
  const sendAt = new Date((await harness.now()).getTime() + 90_000).toISOString()
  const asking = asked.map((one) => ask(one, sendAt, harness))
  for (let kill = 0; kill < kills; kill++) {
    await wait(random.below(400))
    await harness.control('functions/kill', {})
  }
  await Promise.all(asking)
  return kills + (await untilRest(harness, random))
}

const MAX_TRIES = 8

/** Asks until somebody answers for it; an outbox document is written once. */
async function ask({ way, to }: Asked, sendAt: string, harness: StackHarness): Promise<void> {
  if (way === 'outbox') {
    const template = { name: code.templateName, language: code.languageCode, oneTimeCode: code.oneTimeCode }
    await harness.db.doc(`outbox/${to}`).set({ to, template, track: true })
    return
  }
  const headers = { 'idempotency-key': to, ...(way === 'queued' && { prefer: 'respond-async' }) }
  const body = { phoneNumber: to, ...code, ...(way === 'sendAt' && { sendAt }) }
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const answer = await harness.api('POST', '/v1/whatsapp/notify', body, headers)
    if (answer && answer.status < 500 && answer.status !== 409) return
    await wait(150)
  }
}

const MAX_ROUNDS = 30
const DAY_SECONDS = 86_400

/** Lets time pass and the schedule run, killed now and then, until nothing is due; then for a day. */
async function untilRest(harness: StackHarness, random: SeededRandom): Promise<number> {
  let kills = 0
  for (let round = 0; round < MAX_ROUNDS; round++) {
    await harness.control('idle?timeoutMs=60000')
    if (round > 2 && (await atRest(harness))) break
    await harness.control('advance', { seconds: 61 })
    const sweep = harness.control('fire/retryMessages', {})
    if (round < 4 && random.chance(0.4)) {
      await wait(random.below(150))
      await harness.control('functions/kill', {})
      kills++
    }
    await sweep
  }
  await harness.control('advance', { seconds: DAY_SECONDS })
  await harness.control('fire/retryMessages', {})
  await harness.control('idle?timeoutMs=60000')
  return kills
}

async function atRest({ db }: StackHarness): Promise<boolean> {
  const [waiting, unread] = await Promise.all([
    db.collection('messages').orderBy('wakeAt').limit(1).get(),
    db.collection('inbox').where('state', '==', 'new').limit(1).get(),
  ])
  return waiting.empty && unread.empty
}

interface View {
  readonly id: string
  readonly status: string
  readonly messageId?: string
  readonly error?: { readonly code: string }
  readonly retryAt?: string
}

/** What the API says of a message, and the app's document, against what Meta knows. */
async function verdictOn(asked: Asked, harness: StackHarness): Promise<{ end: string; faults: string[] }> {
  const answer = await harness.api('GET', `/v1/messages?to=${encodeURIComponent(asked.to)}`)
  const views = (answer?.body['data'] ?? []) as readonly View[]
  const got = await harness.received(asked.to)
  const [view] = views
  if (!view) return { end: 'lost', faults: ['lost: it has no record'] }
  const arrived = got.filter(({ reachesPhone }) => reachesPhone).length
  const faults: string[] = []
  if (views.length > 1 || arrived > 1)
    faults.push(`doubled: ${views.length} records, arrived ${arrived} times`)
  if (['queued', 'sending', 'errored', 'unknown', 'held'].includes(view.status))
    faults.push(`stuck: ${view.status}, ${view.retryAt ?? 'no alarm'}`)
  const because = falseClaim({ ...view, wamid: view.messageId, code: view.error?.code }, got)
  if (because !== null) faults.push(`false: ${view.status}: ${because}`)
  if (asked.way === 'outbox') faults.push(...(await falseDocument(asked.to, view, harness)))
  return { end: view.error?.code ?? view.status, faults }
}

async function falseDocument(to: string, { status }: View, { db }: StackHarness): Promise<string[]> {
  const state = (await db.doc(`outbox/${to}`).get()).get('delivery.state') as unknown
  const expected = ['failed', 'expired'].includes(status) ? 'ERROR' : 'SUCCESS'
  return state === expected ? [] : [`false: the document says ${String(state)}, not ${expected}`]
}
