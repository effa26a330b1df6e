import type { OperationCounts } from '@waypost/embedded-firestore'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { toStored } from '../src/messages/stored-message.firestore.ts'
import expected from './ops.expected.json' with { type: 'json' }
import { deployedStack, type DeployedStack } from './support/deployed-stack.ts'
import { message } from './support/sample-documents.ts'
import { messageIdOf, statusItem, textItem, webhook } from './support/meta-webhooks.ts'

/**
 * What Firestore bills for each thing that happens, counted on the deployed bundle when it is warm: sessions and keys
 * are remembered. The counts are in `ops.expected.json`; change a number there only together with what changed it.
 */
let stack: DeployedStack
beforeAll(async () => {
  stack = await deployedStack()
}, 60_000)
afterAll(() => stack.close())

const hello = { name: 'hello_world', language: 'en_US' }
/** See docs/reference/test-numbers.md. */
const UNAVAILABLE_ONCE = '+14045550102'
const FAILS_LATER = '+12025550111'

/** Something that happens, after what was there before. */
interface Scenario {
  before?(): Promise<unknown>
  happens(): Promise<unknown>
}

async function notify(phoneNumber: string, idempotencyKey?: string, subscribed = false): Promise<void> {
  const { status } = await stack.call('/v1/whatsapp/notify', {
    subscribed,
    body: { phoneNumber, templateName: hello.name, languageCode: hello.language },
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  })
  expect([200, 202]).toContain(status)
}

/** For tomorrow, unless the contact replies. */
async function remind(): Promise<void> {
  const sendAt = new Date(Date.now() + 86_400_000).toISOString()
  const { status } = await stack.call('/v1/whatsapp/notify', {
    body: {
      phoneNumber: '+972546800360',
      templateName: hello.name,
      languageCode: hello.language,
      cancelOn: ['reply'],
      sendAt,
    },
  })
  expect(status).toBe(202)
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** Messages that were accepted and rest. */
async function addAtRest(count: number): Promise<void> {
  const {
    wakeAt: _wakeAt,
    error: _error,
    heldBy: _heldBy,
    outbox: _outbox,
    followUp: _followUp,
    ...atRest
  } = message
  const stored = toStored({ ...atRest, sending: 'accepted' })
  const { db } = stack
  for (const start of numbers(Math.ceil(count / 500))) {
    const batch = db.batch()
    for (const id of numbers(Math.min(500, count - start * 500)).map((i) => messageIdOf(start * 500 + i)))
      batch.create(db.doc(`messages/${id}`), { ...stored, id })
    await batch.commit()
  }
}

/** Messages whose time has come. */
async function addDue(count: number): Promise<void> {
  const { error: _error, heldBy: _heldBy, outbox: _outbox, followUp: _followUp, ...waiting } = message
  const stored = toStored({ ...waiting, sending: 'queued', wakeAt: new Date(0) })
  const batch = stack.db.batch()
  for (const number of numbers(count)) {
    const id = messageIdOf(1_000_000 + number)
    batch.create(stack.db.doc(`messages/${id}`), { ...stored, id })
  }
  await batch.commit()
}

const statusesOf = (items: number, messages: number): object =>
  webhook({
    statuses: numbers(items).map((i) =>
      statusItem({ messageId: messageIdOf(i % messages), status: i < messages ? 'sent' : 'delivered' }),
    ),
  })

/** Lets what waits to be tried again be due now. */
async function makeDue(): Promise<void> {
  const waiting = await stack.db.collection('messages').where('sending', '==', 'errored').get()
  await Promise.all(waiting.docs.map(({ ref }) => ref.update({ wakeAt: new Date(0) })))
}

let ids = 0
const nextId = (): string => String((ids += 1))

const oneStatus = statusesOf(1, 1)

const scenarios: Record<string, Scenario> = {
  'notify, then sent, delivered and read': {
    happens: () => notify('+972546800360').then(stack.settle),
  },
  'the same with an idempotency key': {
    happens: () => notify('+972546800360', 'key').then(stack.settle),
  },
  'the same with an endpoint, four deliveries stored included': {
    happens: () => notify('+972546800360', undefined, true).then(stack.settle).then(stack.settle),
  },
  'a repeat of that request': {
    before: () => notify('+972546800360', 'key').then(stack.settle),
    happens: () => notify('+972546800360', 'key'),
  },
  'a webhook that this instance has stored': {
    before: () => addAtRest(1).then(() => stack.webhook(oneStatus)),
    happens: () => stack.webhook(oneStatus),
  },
  '50 statuses of 50 messages in one post': {
    before: () => addAtRest(50),
    happens: () => stack.webhook(statusesOf(50, 50)),
  },
  '1,000 statuses of 1,000 messages in one post': {
    before: () => addAtRest(1000),
    happens: () => stack.webhook(statusesOf(1000, 1000)),
  },
  'a reply, stored and dealt with': {
    // Another message each round: a body that was seen is not stored again.
    happens: () => stack.webhook(webhook({ messages: [textItem(nextId(), 'hi')] })).then(stack.settle),
  },
  'a reminder for later that a reply shall cancel': { happens: remind },
  'the reply that cancels it': {
    before: remind,
    happens: () => stack.webhook(webhook({ messages: [textItem(nextId(), 'hi')] })).then(stack.settle),
  },
  '100 replies of 100 contacts in one post, stored and dealt with': {
    happens: () =>
      stack
        .webhook(
          webhook({
            messages: numbers(100).map((i) => textItem(nextId(), 'hi', String(972_546_800_000 + i))),
          }),
        )
        .then(stack.settle),
  },
  'two statuses of messages that are not here': {
    happens: () => stack.webhook(statusesOf(2, 2)).then(stack.settle),
  },
  'a message that Meta accepts and that then fails': {
    happens: () => notify(FAILS_LATER).then(stack.settle),
  },
  'a message that Meta cannot take just now': {
    happens: () => notify(UNAVAILABLE_ONCE),
  },
  'the next attempt of that message, handed over by the sweep and made by its task': {
    before: () => notify(UNAVAILABLE_ONCE).then(makeDue),
    happens: () => stack.sweep().then(stack.dispatchTasks),
  },
  'a document in the outbox, its own write included, until it was read': {
    happens: () =>
      stack.db
        .doc('outbox/1')
        .set({ to: '+972546800360', template: hello })
        .then(stack.settle)
        .then(stack.settle),
  },
  'one message read over the API': {
    before: () => addAtRest(1),
    happens: () => stack.call(`/v1/messages/${messageIdOf(0)}`),
  },
  'a sweep with nothing stored': { happens: () => stack.sweep() },
  'a sweep with 1,000 messages at rest': { before: () => addAtRest(1000), happens: () => stack.sweep() },
  'a sweep with 10,000 messages at rest': { before: () => addAtRest(10_000), happens: () => stack.sweep() },
  'a sweep with 10 due among 1,000 at rest': {
    before: async () => {
      await addAtRest(1000)
      await addDue(10)
    },
    happens: () => stack.sweep(),
  },
}

it('counts every scenario that is written down, and writes down every one it counts', () => {
  expect(Object.keys(expected)).toEqual(Object.keys(scenarios))
})

it.each(Object.entries(scenarios))('%s', { timeout: 60_000 }, async (name, scenario) => {
  const { reads, writes, deletes, rpcs } = await warmCounts(scenario)
  expect({ reads, writes, deletes, rpcs }).toEqual(expected[name as keyof typeof expected])
})

const remembered = ['sessions', 'apiKeys', 'endpoints']

/** An instance that looked up its sessions, a key or endpoints just now was not warm: again, with what it remembers now. */
async function warmCounts({ before, happens }: Scenario): Promise<OperationCounts> {
  for (let round = 0; round < 3; round++) {
    await stack.reset()
    await before?.()
    await stack.firestore.eventsIdle()
    stack.firestore.resetCounts()
    await happens()
    const counts = stack.firestore.counts()
    if (!remembered.some((collection) => collection in counts.collections)) return counts
  }
  throw new Error('The functions remember neither sessions nor keys nor endpoints.')
}
