import { isWaypostError, parseRequest, StatsAnswer, StatsQuery } from '@waypost/contract'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Caller } from '../../src/http/caller.ts'
import { countStats, type CountStatsNeeds } from '../../src/stats/count-stats.ts'
import { readStats } from '../../src/stats/read-stats.ts'
import { sendMessage } from '../../src/send/send-message.ts'
import type { Countable, StatsCell } from '../../src/stats/stats-cell.ts'
import { firestoreStats } from '../../src/stats/stats-store.firestore.ts'
import type { MessageContent } from '../../src/graph/payload.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

/** Counts of messages that were sent and reported, by day. The rig's day is 2026-03-01. */
let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const acme: Caller = {
  kind: 'key',
  keyId: 'k',
  owner: 'acme',
  scopes: ['send', 'read'],
  sessions: 'all',
  mode: 'live',
}
const operator: Caller = { kind: 'user', uid: 'olga', role: 'operator' }
const hello: MessageContent = {
  type: 'template',
  template: { templateName: 'hello_world', languageCode: 'en_US' },
}
/** See docs/reference/test-numbers.md: fails after it was sent. */
const FAILS_LATER = '+12025550111'

async function send(to: string, caller = acme, content = hello): Promise<void> {
  await sendMessage(
    { caller, to, toField: '/to', content, options: {}, wait: true, idempotencyKey: undefined },
    rig.needs,
  )
  await rig.settleWebhooks()
}

/** A contact's message, as far as it is counted. */
const receive = (id: string): Promise<unknown> =>
  rig.db
    .doc(`messages/msg_${id}`)
    .set({ direction: 'in', sessionId: rig.session.id, createdAt: rig.clock.now() })

const needs = (): CountStatsNeeds => ({ stats: firestoreStats(rig.db), clock: rig.clock, log: rig.needs.log })

/** What an instance answers that was started just now; checked against the contract. */
async function asked(query: Record<string, string> = {}, caller = operator): Promise<StatsAnswer> {
  const ask = readStats({ ...needs(), sessions: rig.needs.sessions })
  const answer = await ask(parseRequest(StatsQuery, query), caller)
  expect(StatsAnswer.parse(answer)).toEqual(answer)
  return answer
}

const night = async (): Promise<void> => {
  rig.clock.advance(86_400)
  await countStats(needs())
}

const utility = { category: 'utility', type: 'regular', billable: true }

it('counts today when somebody asks: what was sent, what became of it, what came in, what Meta charges', async () => {
  await send('+972546800360')
  await send('+972546800361')
  await send(FAILS_LATER)
  await receive('1')
  expect(await asked()).toMatchObject({
    since: '2026-02-23',
    until: '2026-03-01',
    data: [{ day: '2026-03-01', outbound: 3, inbound: 1, statuses: { read: 2, failed: 1 } }],
    total: { outbound: 3, inbound: 1, pricing: [{ ...utility, count: expect.any(Number) as number }] },
    provisional: ['2026-02-27', '2026-02-28', '2026-03-01'],
    partial: [],
    countedAt: rig.clock.now().toISOString(),
  })
})

it('keeps in the night what a day was, so that it stays known without its messages', async () => {
  await send('+972546800360')
  const { data } = await asked({ until: '2026-03-01' })
  await night()
  for (const { ref } of (await rig.db.collection('messages').get()).docs) await ref.delete()
  const later = await asked({ until: '2026-03-01' })
  expect(later.data).toEqual(data)
  expect(later.provisional).not.toContain('2026-03-01')
})

it('counts again two nights later, when late statuses have come; counted twice, it is the same', async () => {
  await send('+972546800360')
  await night()
  expect((await asked()).total.statuses).toEqual({ read: 1 })
  const [message] = (await rig.db.collection('messages').get()).docs
  await message?.ref.update({ sending: 'failed', progress: 0, timeline: [] })
  await countStats(needs())
  await countStats(needs())
  expect((await asked()).total.statuses).toEqual({ failed: 1 })
  await message?.ref.update({ sending: 'cancelled' })
  await night()
  expect((await asked()).total.statuses).toEqual({ failed: 1 })
  await night()
  expect((await asked()).total.statuses).toEqual({ cancelled: 1 })
})

it('tells apart by what is asked for, and adds up the rest', async () => {
  await send('+972546800360')
  await send('+972546800360', acme, { type: 'text', text: { body: 'Hello' } })
  const rows = async (groupBy: string) =>
    (await asked({ groupBy })).data.map(({ pricing: _pricing, statuses: _statuses, ...row }) => row)
  const session = rig.session.id
  expect(await rows('template')).toEqual([
    { template: 'hello_world', outbound: 1, inbound: 0 },
    { template: null, outbound: 1, inbound: 0 },
  ])
  expect(await rows('category,session')).toEqual([
    { session, category: 'service', outbound: 1, inbound: 0 },
    { session, category: 'utility', outbound: 1, inbound: 0 },
  ])
  expect((await asked({ groupBy: 'category' })).data.map(({ pricing }) => pricing)).toEqual([
    [{ category: 'service', type: 'free_customer_service', billable: false, count: 1 }],
    [{ ...utility, count: 1 }],
  ])
  expect((await asked({ session: 'ses_other' })).total.outbound).toBe(0)
})

it('shows everybody their own, the owner of a session all of it, and operators everything', async () => {
  await send('+972546800360')
  await send('+972546800361', { ...acme, owner: 'globex' })
  await receive('1')
  const seen = async (caller: Caller) => {
    const { outbound, inbound } = (await asked({}, caller)).total
    return { outbound, inbound }
  }
  expect(await seen(operator)).toEqual({ outbound: 2, inbound: 1 })
  expect(await seen(acme)).toEqual({ outbound: 1, inbound: 0 })
  expect(await seen({ ...acme, owner: 'stranger' })).toEqual({ outbound: 0, inbound: 0 })
  await rig.db.doc(`sessions/${rig.session.id}`).update({ owners: ['keeper'] })
  expect(await seen({ ...acme, owner: 'keeper' })).toEqual({ outbound: 2, inbound: 1 })
  expect(await seen({ ...acme, owner: 'keeper', sessions: ['ses_other'] })).toEqual({
    outbound: 0,
    inbound: 0,
  })
})

it('shows messages of test keys to those who ask for them', async () => {
  const tester: Caller = { ...acme, mode: 'test' }
  await send('+972546800360', tester)
  expect((await asked({}, tester)).total.outbound).toBe(1)
  expect((await asked({}, acme)).total.outbound).toBe(0)
  expect((await asked({ mode: 'test' }, acme)).total.outbound).toBe(1)
})

it('asks the database once for all who ask within minutes', async () => {
  await send('+972546800360')
  const ask = readStats({ ...needs(), sessions: async () => [rig.session] })
  const query = parseRequest(StatsQuery, { since: '2026-03-01' })
  await ask(query, operator)
  rig.firestore.resetCounts()
  await ask(query, acme)
  expect(rig.firestore.counts().collections).not.toHaveProperty('messages')
  rig.clock.advance(301)
  await ask(query, operator)
  expect(rig.firestore.counts().collections).toHaveProperty('messages')
})

it('counts no more than so many messages while somebody waits, and says which day is not whole', async () => {
  const stats = {
    ...firestoreStats(rig.db),
    async *messagesOfDay(_day: string, most: number): AsyncGenerator<Countable> {
      for (let i = 0; i < Math.min(most, 12_000); i++) yield { direction: 'in', sessionId: 'ses_1' }
    },
  }
  const ask = readStats({ stats, sessions: rig.needs.sessions, clock: rig.clock })
  const answer = await ask(parseRequest(StatsQuery, { since: '2026-03-01' }), operator)
  expect(answer).toMatchObject({ total: { inbound: 10_000 }, partial: ['2026-03-01'] })
})

it('reads a day page by page, and keeps one of many kinds in pieces', async () => {
  const stats = firestoreStats(rig.db)
  const batch = rig.db.batch()
  for (let i = 0; i < 1003; i++)
    batch.set(rig.db.doc(`messages/msg_${String(i)}`), {
      direction: 'in',
      sessionId: `ses_${String(i)}`,
      createdAt: rig.clock.now(),
    })
  await batch.commit()
  await night()
  expect((await asked({ groupBy: 'session' })).data).toHaveLength(1003)
  expect((await rig.db.collection('stats').where('day', '==', '2026-03-01').get()).size).toBe(2)
  const cell: StatsCell = {
    session: 's',
    owner: '',
    mode: null,
    template: null,
    category: null,
    status: 'received',
    pricing: null,
    count: 7,
  }
  await stats.save({ day: '2026-03-01', cells: [cell] }, rig.clock.now())
  expect((await asked()).total.inbound).toBe(7)
})

it.each([
  [{ since: '2026-03-02' }, 'since must not be later than until.'],
  [{ since: '2025-11-01' }, 'since must be at most 92 days before until.'],
  [{ since: 'yesterday' }, 'since must be a day, such as 2027-01-31.'],
  [{ since: '2026-02-30' }, 'since must be a day, such as 2027-01-31.'],
  [
    { groupBy: 'phone' },
    'groupBy must be one or more of day, session, template, category, separated by commas.',
  ],
])('refuses %j', async (query, message) => {
  const refusal: unknown = await asked(query).catch((error: unknown) => error)
  expect(isWaypostError(refusal) && refusal.message).toBe(message)
})
