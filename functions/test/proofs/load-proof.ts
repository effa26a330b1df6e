import { setTimeout as wait } from 'node:timers/promises'
import { webhookReceiver, type Webhooked, type WebhookReceiver } from '../support/webhook-receiver.ts'
import { createStackHarness, type StackHarness } from './stack-harness.ts'

export interface LoadSize {
  readonly clients: number
  readonly seconds: number
}

/** What many clients at once met, and what became of their messages. */
export interface LoadFigures {
  readonly accepted: number
  /** Refused for now: too many at a time. */
  readonly limited: number
  /** Answers that must not be: 5xx, or none. */
  readonly broken: readonly string[]
  /** Accepted messages that Meta did not get, or got more than once. */
  readonly notOnce: readonly string[]
  /** Events of accepted messages that the endpoint never got, or under more than one id. */
  readonly untold: readonly string[]
  readonly events: number
  /** Posts whose signature did not verify. */
  readonly forged: number
}

const reportedTypes = ['message.accepted', 'message.sent', 'message.delivered', 'message.read'] as const

/** Many clients send through the front door of the whole stack, each as fast as it is answered. */
export async function load({ clients, seconds }: LoadSize): Promise<LoadFigures> {
  const harness = await createStackHarness()
  const receiver = await webhookReceiver()
  try {
    const endpoint = await harness.api('POST', '/v1/endpoints', {
      url: receiver.url,
      events: [...reportedTypes],
      session: '*',
    })
    if (endpoint?.status !== 201) throw new Error(`No endpoint: ${JSON.stringify(endpoint)}`)
    receiver.trust(String(endpoint.body['secret']))
    // A number that Meta lets send 1,000 a second: this is about us, not about its patience.
    await harness.toMeta('settings', { messagesPerSecond: 1000 })
    // Every instance learns of an endpoint within this time.
    await wait(REMEMBERED_MS)
    const tally = await sendFromAllClients(harness, { clients, seconds })
    await waitUntilIdle(harness)
    await waitForEvents(tally.accepted, receiver)
    return await figuresOf(tally, harness, receiver)
  } finally {
    await receiver.close()
    await harness.close()
  }
}

const REMEMBERED_MS = 31_000

interface Tally {
  /** Recipients by message. */
  readonly accepted: Map<string, string>
  readonly broken: string[]
  limited: number
}

async function sendFromAllClients(harness: StackHarness, { clients, seconds }: LoadSize): Promise<Tally> {
  const tally: Tally = { accepted: new Map(), broken: [], limited: 0 }
  const until = Date.now() + seconds * 1000
  let sent = 0
  const client = async (): Promise<void> => {
    while (Date.now() < until) await sendOne(harness, ++sent, tally)
  }
  await Promise.all(Array.from({ length: clients }, client))
  return tally
}

async function sendOne(harness: StackHarness, number: number, tally: Tally): Promise<void> {
  const to = `+97254${String(6_000_000 + number)}`
  const message = { to, type: 'text', text: `Message ${String(number)}` }
  const answer = await harness.api('POST', '/v1/send', message, {
    'idempotency-key': `load-${String(number)}`,
  })
  if (answer?.status === 200 || answer?.status === 202) tally.accepted.set(String(answer.body['id']), to)
  else if (answer?.status === 429) {
    tally.limited++
    await wait(1000)
  } else tally.broken.push(`${to}: ${JSON.stringify(answer)}`)
}

/** Sends what waits for another attempt. */
async function waitUntilIdle({ db, control }: StackHarness): Promise<void> {
  const waiting = db.collection('messages').where('wakeAt', '>', new Date(0)).count()
  while ((await waiting.get()).data().count > 0) {
    await control('advance', { seconds: 60 })
    await control('fire/retryMessages', {})
  }
}

const PATIENCE_MS = 60_000

/** Waits until the endpoint has all events, or has received none for a while. */
async function waitForEvents(accepted: Tally['accepted'], { came }: WebhookReceiver): Promise<void> {
  let known = -1
  let until = 0
  for (let { size } = idsOf(came); size < accepted.size * reportedTypes.length; { size } = idsOf(came)) {
    if (size > known) until = Date.now() + PATIENCE_MS
    else if (Date.now() > until) return
    known = size
    await wait(500)
  }
}

const idsOf = (came: readonly Webhooked[]): Set<string> => new Set(came.map(({ id }) => id))

async function figuresOf(
  { accepted, broken, limited }: Tally,
  harness: StackHarness,
  receiver: WebhookReceiver,
): Promise<LoadFigures> {
  const notOnce: string[] = []
  const untold: string[] = []
  const received = Map.groupBy(receiver.came, ({ type, data }) => `${type} ${String(data['id'])}`)
  for (const [id, to] of accepted) {
    const { length } = await harness.received(to)
    if (length !== 1) notOnce.push(`${id} came ${String(length)} times`)
    for (const type of reportedTypes) {
      const ids = idsOf(received.get(`${type} ${id}`) ?? []).size
      if (ids !== 1) untold.push(`${type} of ${id}: ${String(ids)} ids`)
    }
  }
  return {
    accepted: accepted.size,
    limited,
    broken,
    notOnce,
    untold,
    events: idsOf(receiver.came).size,
    forged: receiver.forged(),
  }
}
