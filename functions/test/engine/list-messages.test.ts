import { ListMessagesQuery, messageStatuses, parseRequest } from '@waypost/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Caller } from '../../src/http/caller.ts'
import { derivedId } from '../../src/kernel/ids.ts'
import type { Recipient } from '../../src/kernel/recipient.ts'
import type { InboundMessage } from '../../src/messages/inbound-message.ts'
import { listMessages } from '../../src/messages/list-messages.ts'
import { type Message } from '../../src/messages/message.ts'
import { sendings } from '../../src/messages/send-state.ts'
import { messageStatus } from '../../src/messages/message-status.ts'
import { firestoreMessages } from '../../src/messages/message-store.firestore.ts'
import type { ListedMessage } from '../../src/messages/message-store.ts'
import { toStoredInbound } from '../../src/messages/stored-inbound.firestore.ts'
import { toStored } from '../../src/messages/stored-message.firestore.ts'
import type { Session } from '../../src/sessions/session.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { encodeProgress, isProgressStatus } from '../../src/messages/progress.ts'

/** Meta's reports about a message by attempt; its last attempt is the second. */
const stories: readonly (readonly (readonly [attempt: number, status: string])[])[] = [
  [],
  [[2, 'sent']],
  [
    [2, 'sent'],
    [2, 'delivered'],
  ],
  [[2, 'read']],
  [
    [2, 'delivered'],
    [2, 'played'],
  ],
  [[2, 'failed']],
  [
    [2, 'sent'],
    [2, 'failed'],
  ],
  [
    [1, 'sent'],
    [1, 'failed'],
  ],
  [[1, 'delivered']],
  [
    [1, 'delivered'],
    [2, 'sent'],
  ],
  [
    [2, 'failed'],
    [1, 'read'],
  ],
]

const people = ['+972546800360', '+972546800361', 'US.13491208655302741918'] as const satisfies Recipient[]
const owners = ['acme', 'user:ada', 'globex'] as const
const sessionIds = ['ses_a', 'ses_b', 'ses_c'] as const
const start = Date.parse('2026-03-01T12:00:00Z')
/** Three messages in each second: the order among them is that of their ids. */
const createdAt = (i: number) => new Date(start + Math.floor(i / 3) * 1000)

const sessions: Session[] = sessionIds.map((id) => ({
  id,
  name: id,
  channel: 'cloud',
  phoneNumberId: id,
  wabaId: '1',
  owners: id === 'ses_b' ? ['globex'] : id === 'ses_c' ? ['globex', 'user:ada'] : [],
  isDefault: id === 'ses_a',
}))

function sentMessage(i: number, about: Partial<Message> = {}): Message {
  const owner = owners[i % 3] ?? 'acme'
  const sessionId = sessionIds[Math.floor(i / 2) % 3] ?? 'ses_a'
  const template = i % 4 === 0 ? 'order_shipped' : 'hello_world'
  return {
    id: derivedId('msg', String(i)),
    direction: 'out',
    owner,
    sessionId,
    to: people[Math.floor(i / 4) % 3] ?? people[0],
    conversationId: 'cnv_1',
    content:
      i % 5 === 0
        ? { type: 'text', text: { body: `Crème for order ${String(i)}` } }
        : { type: 'template', template: { templateName: template, languageCode: 'en_US' } },
    mode: 'live',
    metadata: {},
    ifUnknown: 'fail',
    cancelOn: [],
    notAfter: createdAt(i),
    createdAt: createdAt(i),
    purgeAt: createdAt(i),
    sending: 'accepted',
    attempt: 2,
    progress: 0,
    timeline: [],
    wamid: `wamid.${String(i)}`,
    ...about,
  }
}

function receivedMessage(i: number): InboundMessage {
  return {
    id: derivedId('msg', 'in', String(i)),
    direction: 'in',
    sessionId: sessionIds[i % 3] ?? 'ses_a',
    conversationId: 'cnv_1',
    from: people[i % 3] ?? people[0],
    wamid: `wamid.in${String(i)}`,
    type: 'text',
    content: {},
    text: i % 2 === 0 ? 'Where is my order?' : 'תודה רבה',
    changes: [],
    createdAt: createdAt(i * 7),
    receivedAt: createdAt(i * 7),
    purgeAt: createdAt(i * 7),
  }
}

let rig: EngineRig
/** Everything that is stored, newest first. */
let all: ListedMessage[]
const needs = () => ({ messages: firestoreMessages(rig.db), sessions: async () => sessions })

beforeAll(async () => {
  rig = await engineRig()
  const cases = sendings.flatMap((sending) => stories.map((story) => ({ sending, story })))
  const batch = rig.db.batch()
  for (const [i, { sending }] of cases.entries()) {
    const message = sentMessage(i, { sending })
    batch.create(rig.db.doc(`messages/${message.id}`), toStored(message))
  }
  for (let i = 0; i < 12; i++) {
    const message = receivedMessage(i)
    batch.create(rig.db.doc(`messages/${message.id}`), toStoredInbound(message))
  }
  await batch.commit()
  await rig.intake.writeAll(
    cases.flatMap(({ story }, i) =>
      story.map(([attempt, status]) => ({
        kind: 'merge' as const,
        messageId: sentMessage(i).id,
        progress: isProgressStatus(status) ? encodeProgress(attempt, status) : 0,
        entries: [{ at: createdAt(i), status, attempt, wamid: `wamid.${String(i)}`, raw: '{}' }],
      })),
    ),
  )
  const store = firestoreMessages(rig.db)
  const stored = await rig.db.collection('messages').get()
  const read = await Promise.all(stored.docs.map(({ id }) => store.findAny(id)))
  all = read.flatMap((message) => message ?? []).toSorted(newestFirst)
}, 60_000)
afterAll(() => rig.close())

const newestFirst = (a: ListedMessage, b: ListedMessage): number =>
  b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1)

/** Turns all pages of a list. */
async function listed(query: Record<string, string>, caller: Caller, limit = '100'): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const asked: Record<string, string> = { ...query, limit, ...(cursor !== null && { cursor }) }
    const page = await listMessages(parseRequest(ListMessagesQuery, asked), caller, needs())
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor !== null)
  return ids
}

type Test = (message: ListedMessage) => boolean
const says = (message: ListedMessage): string =>
  message.direction === 'in' ? message.text : JSON.stringify(message.content)
const dates = { since: createdAt(30), until: createdAt(80) }

/** What each filter means, said in another way than the code says it. */
const filters: readonly (readonly [name: string, value: string, means: Test])[] = [
  ...messageStatuses.map(
    (status) =>
      [
        'status',
        status,
        (one: ListedMessage) => one.direction === 'out' && messageStatus(one) === status,
      ] as const,
  ),
  ['status', 'received', ({ direction }) => direction === 'in'],
  ['direction', 'in', ({ direction }) => direction === 'in'],
  ['direction', 'out', ({ direction }) => direction === 'out'],
  ...sessionIds.map((id) => ['session', id, ({ sessionId }: ListedMessage) => sessionId === id] as const),
  ...people.map(
    (who) => ['to', who, (one: ListedMessage) => one.direction === 'out' && one.to === who] as const,
  ),
  ['template', 'order_shipped', (one) => one.direction === 'out' && /order_shipped/.test(says(one))],
  ['since', dates.since.toISOString(), ({ createdAt: at }) => at >= dates.since],
  ['until', dates.until.toISOString(), ({ createdAt: at }) => at < dates.until],
  ['q', 'creme', (one) => /Crème/.test(says(one))],
  ['q', 'order', (one) => /order/i.test(says(one))],
  ['q', '0361', (one) => (one.direction === 'in' ? one.from : one.to) === people[1]],
]

const [, ownedByGlobex] = sessions as [Session, Session]

const callers: readonly (readonly [who: string, caller: Caller, sees: Test])[] = [
  ['an operator', { kind: 'user', uid: 'op', role: 'operator' }, () => true],
  [
    'somebody who owns a session of three',
    { kind: 'user', uid: 'ada', role: 'plain' },
    (one) => one.sessionId === 'ses_c' || (one.direction === 'out' && one.owner === 'user:ada'),
  ],
  [
    'a key whose owner has two sessions',
    { kind: 'key', keyId: 'k', owner: 'globex', scopes: ['read'], sessions: 'all', mode: 'live' },
    (one) => one.sessionId !== 'ses_a' || (one.direction === 'out' && one.owner === 'globex'),
  ],
  [
    'a key that is bound to one of them',
    { kind: 'key', keyId: 'k', owner: 'globex', scopes: ['read'], sessions: ['ses_b'], mode: 'live' },
    (one) => one.sessionId === 'ses_b',
  ],
  [
    'a key that is bound to a session of others',
    { kind: 'key', keyId: 'k', owner: 'globex', scopes: ['read'], sessions: ['ses_a'], mode: 'live' },
    (one) => one.sessionId === 'ses_a' && one.direction === 'out' && one.owner === 'globex',
  ],
  [
    'a key with admin that is bound to one session',
    { kind: 'key', keyId: 'k', owner: 'acme', scopes: ['admin'], sessions: ['ses_c'], mode: 'live' },
    (one) => one.sessionId === 'ses_c',
  ],
  [
    'a key whose owner has no session',
    { kind: 'key', keyId: 'k', owner: 'acme', scopes: ['read'], sessions: 'all', mode: 'live' },
    (one) => one.direction === 'out' && one.owner === 'acme',
  ],
]

const expectedOf = (...tests: Test[]): string[] =>
  all.filter((message) => tests.every((test) => test(message))).map(({ id }) => id)

it('knows messages of every status, so that each filter has something to find', () => {
  const statuses = all.flatMap((one) => (one.direction === 'out' ? messageStatus(one) : []))
  expect([...new Set(statuses)].toSorted()).toEqual([...messageStatuses].toSorted())
  for (const [name, value, means] of filters)
    expect(expectedOf(means), `${name}=${value}`).not.toHaveLength(0)
})

it.each(callers)('shows %s theirs and nothing else, by every filter alone', async (_who, caller, sees) => {
  expect(await listed({}, caller)).toEqual(expectedOf(sees))
  for (const [name, value, means] of filters)
    expect(await listed({ [name]: value }, caller), `${name}=${value}`).toEqual(expectedOf(sees, means))
})

it.each(callers)(
  'shows %s theirs and nothing else, by every two filters',
  { timeout: 120_000 },
  async (_who, caller, sees) => {
    for (const [i, [name, value, means]] of filters.entries())
      for (const [other, second, alsoMeans] of filters.slice(i + 1)) {
        if (other === name) continue
        const found = await listed({ [name]: value, [other]: second }, caller)
        expect(found, `${name}=${value}&${other}=${second}`).toEqual(expectedOf(sees, means, alsoMeans))
      }
  },
)

it.each(callers)(
  'turns small pages for %s: each message once, while others come in',
  async (_who, caller, sees) => {
    let [next, cursor] = [0, null as string | null]
    const seen: string[] = []
    do {
      const query = { limit: '7', ...(cursor !== null && { cursor }) }
      const page = await listMessages(parseRequest(ListMessagesQuery, query), caller, needs())
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
      const newer = sentMessage(1_000_000 + next++, {
        owner: 'globex',
        createdAt: new Date(start + 3_600_000),
      })
      await rig.db.doc(`messages/${derivedId('msg', caller.kind, String(next))}`).set(toStored(newer))
    } while (cursor !== null)
    expect(seen.filter((id) => all.some((one) => one.id === id))).toEqual(expectedOf(sees))
    expect(new Set(seen).size).toBe(seen.length)
    for (let i = 1; i <= next; i++)
      await rig.db.doc(`messages/${derivedId('msg', caller.kind, String(i))}`).delete()
  },
)

it('finds one message by its id or by that of Meta, for those who may see it', async () => {
  const named = (part: string) => callers.find(([who]) => who.includes(part))?.[1]
  const [operator, acme] = [named('operator'), named('has no session')]
  if (!operator || !acme) throw new Error('they are above')
  const theirs = sentMessage(0)
  const others = sentMessage(1)
  for (const caller of [operator, acme]) {
    expect(await listed({ q: theirs.id }, caller)).toEqual([theirs.id])
    expect(await listed({ q: 'wamid.0' }, caller)).toEqual([theirs.id])
    expect(await listed({ q: theirs.id, status: 'read' }, caller)).toEqual([])
  }
  expect(await listed({ q: others.id }, acme)).toEqual([])
  expect(await listed({ q: 'wamid.1' }, acme)).toEqual([])
  expect(await listed({ q: 'wamid.in0' }, operator)).toEqual([receivedMessage(0).id])
})

it('refuses a cursor of another list, of another caller, and one that was made up', async () => {
  const [operator, ada] = callers.map(([, caller]) => caller)
  if (!operator || !ada) throw new Error('they are above')
  const first = await listMessages(parseRequest(ListMessagesQuery, { limit: '5' }), operator, needs())
  const cursor = first.nextCursor ?? ''
  const ask = (query: Record<string, string>, caller: Caller) =>
    listMessages(parseRequest(ListMessagesQuery, query), caller, needs())
  await expect(ask({ cursor, limit: '9' }, operator)).resolves.toBeDefined()
  for (const refused of [
    ask({ cursor, status: 'read' }, operator),
    ask({ cursor }, ada),
    ask({ cursor: Buffer.from(`${new Date(0).toISOString()} msg_1`).toString('base64url') }, operator),
  ])
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_REQUEST', fields: [{ path: '/cursor' }] })
})

it('asks those who own very many sessions to name one', async () => {
  const many = Array.from({ length: 10 }, (_, i) => ({ ...ownedByGlobex, id: `ses_${String(i)}` }))
  const caller = callers[2]?.[1] as Caller
  const owning = { ...needs(), sessions: async () => many }
  const ask = (query: Record<string, string>) =>
    listMessages(parseRequest(ListMessagesQuery, query), caller, owning)
  await expect(ask({})).rejects.toMatchObject({ code: 'INVALID_REQUEST', fields: [{ path: '/session' }] })
  await expect(ask({ session: 'ses_3' })).resolves.toMatchObject({ items: [] })
})

it('goes on to the next page where it read much and found little', async () => {
  const caller: Caller = {
    kind: 'key',
    keyId: 'k',
    owner: 'busy',
    scopes: ['read'],
    sessions: 'all',
    mode: 'live',
  }
  const story = [
    { source: 'meta', at: createdAt(0), status: 'sent', attempt: 2, wamid: 'w', raw: '{}' },
  ] as const
  const many = Array.from({ length: 620 }, (_, i) =>
    sentMessage(10_000 + i, {
      owner: 'busy',
      progress: 220,
      timeline: i === 0 ? [] : story,
      ...(i === 0 && { progress: 0 }),
    }),
  )
  for (const some of [many.slice(0, 310), many.slice(310)]) {
    const batch = rig.db.batch()
    for (const message of some) batch.create(rig.db.doc(`messages/${message.id}`), toStored(message))
    await batch.commit()
  }
  const asked = parseRequest(ListMessagesQuery, { status: 'accepted', limit: '5' })
  const first = await listMessages(asked, caller, needs())
  expect(first.items).toEqual([])
  expect(first.nextCursor).not.toBeNull()
  expect(await listed({ status: 'accepted' }, caller, '5')).toEqual([many[0]?.id])
})
