import { Timestamp } from '@google-cloud/firestore'
import { createIndexSet, missingIndex, type IndexFile as IndexDefinitions } from '@waypost/embedded-firestore'
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { firestoreApiKeys } from '../src/auth/api-key-store.firestore.ts'
import { firestoreAudit } from '../src/audit/audit-store.firestore.ts'
import type { AuditFilter } from '../src/audit/audit-store.ts'
import { firestoreDeliveries } from '../src/deliveries/delivery-store.firestore.ts'
import type { DeliveryFilter } from '../src/deliveries/delivery-store.ts'
import { firestoreEndpoints } from '../src/deliveries/endpoint-store.firestore.ts'
import { firestoreConversations } from '../src/conversations/conversation-store.firestore.ts'
import type { ConversationFilter } from '../src/conversations/conversation-store.ts'
import { firestoreContactRecords } from '../src/erasure/contact-records.firestore.ts'
import { eraseEvents } from '../src/deliveries/erase-events.firestore.ts'
import { firestoreInstallationCounts } from '../src/api/health-details.firestore.ts'
import { firestoreInbox } from '../src/inbox/inbox-store.firestore.ts'
import { firestoreRawWebhooks } from '../src/inbox/raw-webhook-store.firestore.ts'
import { restoreReadable } from '../src/kernel/unreadable-documents.firestore.ts'
import { firestoreMessages, readStored } from '../src/messages/message-store.firestore.ts'
import { firestoreStats } from '../src/stats/stats-store.firestore.ts'
import { sessionTraffic } from '../src/dispatch/session-traffic.firestore.ts'
import { firestoreOutbox } from '../src/outbox/outbox-store.firestore.ts'
import type { MessageFilter, StoredVisibility } from '../src/messages/message-filter.ts'
import type { FailedFilter } from '../src/messages/message-store.ts'
import { firestoreSessions } from '../src/sessions/session-store.firestore.ts'
import { firestoreTemplates } from '../src/templates/template-store.firestore.ts'
import type { TemplateFilter } from '../src/templates/template-store.ts'
import { derivedIndexes, fieldsOfSingleIndexes } from './support/derived-indexes.ts'
import { sampleDatabase, message, now, session, type SampleDatabase } from './support/sample-documents.ts'

interface IndexFile {
  readonly indexes: readonly { readonly fields: readonly { readonly fieldPath: string }[] }[]
  readonly fieldOverrides: readonly {
    readonly collectionGroup: string
    readonly fieldPath: string
    readonly ttl?: boolean
    readonly indexes: readonly object[]
  }[]
}
const file = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../firestore.indexes.json'), 'utf8'),
) as IndexFile

let database: SampleDatabase
beforeAll(async () => {
  database = await sampleDatabase()
  for (const ask of Object.values(questions)) await ask()
}, 60_000)
afterAll(() => database.close())

/** Every choice of some of the fields, the empty one included. */
const choices = <T extends object>(all: T): Partial<T>[] =>
  Object.entries(all).reduce<Partial<T>[]>(
    (sofar, [name, value]) => sofar.flatMap((choice) => [choice, { ...choice, [name]: value as unknown }]),
    [{}],
  )

const ofSessions: StoredVisibility = { owner: 'acme', sessionIds: [session.id, 'ses_2'] }
/** What `listMessages` asks, and what is asked of a conversation. */
const listFilters: Required<Omit<MessageFilter, 'limit' | 'tokens' | 'conversationIds'>> = {
  visible: ofSessions,
  sessionId: session.id,
  direction: 'out',
  to: [message.to],
  template: 'hello_world',
  facets: { sending: 'accepted', reached: [0, 20] },
  since: now,
  until: now,
  after: { at: now, id: message.id },
}
const dates = { since: now, until: now, after: listFilters.after }
const searches: Omit<MessageFilter, 'limit'>[] = [
  {},
  { visible: ofSessions },
  { sessionId: session.id },
].flatMap((whose) => choices(dates).map((when) => ({ ...whose, ...when, tokens: ['#0360', 'orde'] })))
const ofConversation = choices({ after: listFilters.after }).map((when) => ({
  ...when,
  conversationIds: ['cnv_1', 'cnv_2'],
}))
const lastSent: Omit<MessageFilter, 'limit'> = { conversationIds: ['cnv_1', 'cnv_2'], direction: 'out' }
const failedFilters: Required<FailedFilter> = {
  session: session.id,
  template: 'hello_world',
  code: 'UPSTREAM_FAILED',
  since: now.toISOString(),
  until: now.toISOString(),
}

const templateFilters: Required<Omit<TemplateFilter, 'limit'>> = {
  wabaId: session.wabaId,
  name: 'order_shipped',
  language: 'en_US',
  status: 'APPROVED',
  cursor: { name: 'order_shipped', id: 'tpl_1' },
}

const auditFilters: Required<Omit<AuditFilter, 'limit'>> = {
  action: 'key.created',
  actor: 'user:1',
  target: 'key_1',
  sessionId: session.id,
  since: now,
  until: now,
  after: 'aud_1',
}

const deliveryFilters: Required<Omit<DeliveryFilter, 'limit'>> = {
  readers: ['owner:acme', `session:${session.id}`],
  endpointId: 'ep_1',
  state: 'exhausted',
  type: 'message.sent',
  since: now,
  until: now,
  after: { at: now, id: 'dlv_1' },
}

const conversationFilters: Required<Omit<ConversationFilter, 'limit' | 'tokens'>> = {
  sessionIds: [session.id, 'ses_2'],
  state: 'needs_human',
  assignee: 'ada',
  after: { at: now, id: 'cnv_1' },
}

const { sessionIds: ofThese, after: behindOne } = conversationFilters
const conversationSearches = choices({ sessionIds: ofThese, after: behindOne }).map((where) => ({
  ...where,
  tokens: ['dana', '#0360'],
}))

/** Asks everything that a store can be asked, by the file that asks it. */
const questions: Record<string, () => Promise<unknown>> = {
  'dispatch/session-traffic.firestore.ts': async () => {
    await sessionTraffic(database.db).activity(session.id)
    await sessionTraffic(database.db).countWaiting(session.id)
  },
  'auth/api-key-store.firestore.ts': async () => {
    const store = firestoreApiKeys(database.db)
    await store.findById('key_1')
    await store.list({ limit: 20 })
    await store.list({ after: 'key_1', limit: 20 })
  },
  'audit/audit-store.firestore.ts': async () => {
    const store = firestoreAudit(database.db)
    for (const filter of choices(auditFilters)) await store.list({ ...filter, limit: 20 })
  },
  'messages/message-filter.firestore.ts': async () => {
    const store = firestoreMessages(database.db)
    for (const filter of [...choices(listFilters), ...searches, ...ofConversation, lastSent])
      await store.list({ ...filter, limit: 20 })
  },
  'messages/message-store.firestore.ts': async () => {
    const store = firestoreMessages(database.db)
    await store.listByWamid('wamid.1')
    for (const filter of choices(failedFilters)) {
      await store.countFailed(filter)
      await store.listFailed(filter, 20)
    }
    await store.listDue(now, 20)
    await store.listDueOfSession(session.id, now, 20)
    await store.listPendingIn(['cnv_1', 'cnv_2'], 20)
    await store.findByWamid('wamid.1')
    await store.listHeldBySession(session.id, 20)
  },
  'conversations/conversation-store.firestore.ts': async () => {
    const store = firestoreConversations(database.db)
    for (const filter of [...choices(conversationFilters), ...conversationSearches])
      await store.list({ ...filter, limit: 20 })
  },
  'erasure/contact-records.firestore.ts': async () => {
    const records = firestoreContactRecords(database.db)
    for (const behind of [null, message.id]) await records.listPage(['cnv_1', 'cnv_2'], behind)
  },
  'deliveries/erase-events.firestore.ts': () => eraseEvents(database.db)(['cnv_1', message.conversationId]),
  'deliveries/endpoint-store.firestore.ts': async () => {
    const store = firestoreEndpoints(database.db)
    await store.inScopes(['all', 'owner:acme'])
    await store.list('all')
    await store.list(deliveryFilters.readers)
  },
  'deliveries/delivery-store.firestore.ts': async () => {
    const store = firestoreDeliveries(database.db)
    const readers = 'all'
    for (const filter of choices(deliveryFilters)) await store.list({ readers, ...filter, limit: 20 })
    await store.count({ ...deliveryFilters, readers })
    await store.listDue(now, 20)
    await store.findHead('ep_1 cnv_1')
  },
  'stats/stats-store.firestore.ts': async () => {
    const store = firestoreStats(database.db)
    for await (const message of store.messagesOfDay('2026-03-01', 20)) expect(message).toBeDefined()
    await store.save({ day: '2026-03-01', cells: [] }, now)
    await store.listDays('2026-03-01', '2026-03-02')
  },
  'outbox/outbox-store.firestore.ts': () =>
    firestoreOutbox(database.db).writeStatusOfMessages('outbox/1', () => null),
  'templates/template-store.firestore.ts': async () => {
    const store = firestoreTemplates(database.db)
    for (const filter of choices(templateFilters)) await store.list({ ...filter, limit: 20 })
    await store.listAll(session.wabaId)
  },
  'sessions/session-store.firestore.ts': () => firestoreSessions(database.db).list(session),
  'kernel/unreadable-documents.firestore.ts': () =>
    restoreReadable(database.db, { messages: readStored }, { info: () => undefined }),
  'inbox/inbox-store.firestore.ts': () =>
    firestoreInbox(database.db).listUnfinished(now, { after: undefined, limit: 20 }),
  'inbox/raw-webhook-page.firestore.ts': async () => {
    const page = { state: 'quarantined', since: now, after: { at: now, id: 'f' }, limit: 20 }
    await firestoreInbox(database.db).list(page)
    await firestoreRawWebhooks(database.db).list(page)
  },
  'api/health-details.firestore.ts': () => firestoreInstallationCounts(database.db)(now),
}
it('asks the questions of every file that has one', () => {
  const src = resolve(import.meta.dirname, '../src')
  const asking = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.firestore.ts') && isQuerying(readFileSync(resolve(src, path), 'utf8')),
  )
  expect(Object.keys(questions).toSorted()).toEqual(asking.toSorted())
})
const isQuerying = (source: string): boolean =>
  /\.(where|orderBy|limit|count)\(|collectionGroup\(|collection\('\w+'\)\s*\.get\(|sessions\.get\(/.test(
    source,
  )

it('has exactly the composite indexes that the queries need', () => {
  const sorted = (indexes: readonly object[]) => indexes.map((index) => JSON.stringify(index)).toSorted()
  expect(sorted(file.indexes)).toEqual(sorted(derivedIndexes(database.firestore.queryShapes())))
})

it('serves every query, by the rules that the embedded Firestore enforces', () => {
  const indexes = createIndexSet(file as IndexDefinitions)
  const missing = database.firestore.queryShapes().flatMap((shape) => missingIndex(shape, indexes) ?? [])
  expect(missing).toEqual([])
})

it('is a file that the Firebase CLI accepts', () => {
  const { FirestoreApi } = createRequire(import.meta.url)('firebase-tools/lib/firestore/api.js') as {
    FirestoreApi: new () => { validateSpec(spec: object): void }
  }
  expect(() => new FirestoreApi().validateSpec(file)).not.toThrow()
})

const overridden = (): string[] =>
  file.fieldOverrides.map(({ collectionGroup, fieldPath }) => `${collectionGroup}.${fieldPath}`)

it('indexes no field that a query does not ask for when it is big, grows with time or changes often', async () => {
  const asked = fieldsOfSingleIndexes(database.firestore.queryShapes())
  const isAsked = (field: string) => [...asked].some((one) => one === field || one.startsWith(`${field}.`))
  const costly = (await fieldsOfGrowingCollections()).filter(isCostly)
  expect(overridden().toSorted()).toEqual(
    costly
      .map(({ field }) => field)
      .filter((field) => !isAsked(field))
      .toSorted(),
  )
})

it('lets whatever has an end be deleted then, in every collection', async () => {
  const ends = (await fieldsOfGrowingCollections())
    .map(({ field }) => field)
    .filter((field) => /\.purgeAt$/.test(field))
  const deleted = file.fieldOverrides.filter(({ ttl }) => ttl === true)
  expect(
    deleted.map(({ collectionGroup, fieldPath }) => `${collectionGroup}.${fieldPath}`).toSorted(),
  ).toEqual(ends.toSorted())
  expect(file.fieldOverrides.flatMap(({ indexes }) => indexes)).toEqual([])
})

interface StoredField {
  readonly field: string
  readonly value: unknown
}

/** The fields of each collection whose documents come with traffic and have an end. */
async function fieldsOfGrowingCollections(): Promise<StoredField[]> {
  const growing = [...(await database.documents())].filter(([, fields]) => 'purgeAt' in fields)
  return growing.flatMap(([collection, fields]) =>
    Object.entries(fields).map(([name, value]) => ({
      field: `${collection}.${name}`,
      value: value as unknown,
    })),
  )
}

/**
 * Lists, maps, bytes and JSON cost an entry for each part; dates all land at one end of their index; what each
 * status changes is indexed again each time.
 */
const isCostly = ({ field, value }: StoredField): boolean =>
  field === 'messages.progress' ||
  field === 'messages.reached' ||
  value instanceof Timestamp ||
  typeof value === 'object' ||
  (typeof value === 'string' && /^[{[]/.test(value))
