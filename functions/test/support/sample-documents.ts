import { Firestore, type CollectionReference, type DocumentData } from '@google-cloud/firestore'
import { startEmbeddedFirestore, type EmbeddedFirestore } from '@waypost/embedded-firestore'
import { createHash } from 'node:crypto'
import { firestoreAudit } from '../../src/audit/audit-store.firestore.ts'
import { firestoreApiKeys } from '../../src/auth/api-key-store.firestore.ts'
import type { ApiKey } from '../../src/auth/api-key.ts'
import { firestoreNotifyPolicy } from '../../src/auth/notify-policy-store.firestore.ts'
import { firestoreRateLimits } from '../../src/rate-limits/rate-limit-ledger.firestore.ts'
import { firestoreConversations } from '../../src/conversations/conversation-store.firestore.ts'
import type { Conversation } from '../../src/conversations/conversation.ts'
import { firestoreContactRecords } from '../../src/erasure/contact-records.firestore.ts'
import { newConversation } from '../../src/conversations/merge-conversations.ts'
import { firestoreDeliveries } from '../../src/deliveries/delivery-store.firestore.ts'
import type { Delivery } from '../../src/deliveries/delivery.ts'
import { firestoreEndpoints } from '../../src/deliveries/endpoint-store.firestore.ts'
import type { Endpoint } from '../../src/deliveries/endpoint.ts'
import { firestoreEvents } from '../../src/deliveries/event-store.firestore.ts'
import { eventDocument } from '../../src/deliveries/event.ts'
import { inboxDocument, type InboxItem } from '../../src/intake/inbox-item.ts'
import { firestoreInbox } from '../../src/inbox/inbox-store.firestore.ts'
import { firestoreBatchWrite } from '../../src/intake/batch-write.firestore.ts'
import type { WriteAll } from '../../src/intake/intake-writes.ts'
import { firestoreRawWebhooks } from '../../src/inbox/raw-webhook-store.firestore.ts'
import { rawWebhookDocuments } from '../../src/intake/raw-webhook.ts'
import { after } from '../../src/kernel/clock.ts'
import { firestoreAlerts } from '../../src/kernel/alert.firestore.ts'
import { firestoreMessages } from '../../src/messages/message-store.firestore.ts'
import { eraseMessage } from '../../src/erasure/erase-message.ts'
import type { InboundMessage } from '../../src/messages/inbound-message.ts'
import type { Message } from '../../src/messages/message.ts'
import { firestoreStats } from '../../src/stats/stats-store.firestore.ts'
import { firestoreTokenWarnings } from '../../src/sessions/check-token.firestore.ts'
import { firestoreSessions } from '../../src/sessions/session-store.firestore.ts'
import type { Session } from '../../src/sessions/session.ts'
import type { Template } from '../../src/templates/template.ts'
import { firestoreTemplates } from '../../src/templates/template-store.firestore.ts'

export const now = new Date('2026-03-01T12:00:00Z')
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

export const session: Required<Session> = {
  id: 'ses_1',
  name: 'One',
  channel: 'cloud',
  phoneNumberId: '1',
  wabaId: '2',
  tokenSecret: 'SHOP_ACCESS_TOKEN',
  owners: ['acme'],
  isDefault: true,
  automation: false,
  hold: { code: 'WHATSAPP_TOKEN_EXPIRED', reason: 'expired', since: now, metaCode: 190, until: now },
  requeuedUntil: now,
  resumedAt: now,
  standing: { quality: { value: 'good', at: now } },
}

/** A message with every field it may ever have. */
export const message: Required<Message> = {
  id: 'msg_01h455vb4pex5vsknk084sn02q',
  direction: 'out',
  owner: 'acme',
  source: 'app',
  sessionId: session.id,
  to: '+972546800360',
  conversationId: 'cnv_01k9m3v5xq8r7t2w4y6z1a3b5c',
  content: { type: 'template', template: { templateName: 'hello_world', languageCode: 'en_US' } },
  category: 'utility',
  fallback: { template: { templateName: 'hello_world', languageCode: 'en_US' }, category: 'utility' },
  replaced: { type: 'text', text: { body: 'Hello' } },
  replyTo: 'wamid.0',
  mode: 'live',
  metadata: { order: '1' },
  ifUnknown: 'fail',
  cancelOn: ['reply'],
  quietHours: { from: '22:00', to: '07:00' },
  outbox: { path: 'outbox/1', track: true, recipients: 1 },
  notAfter: now,
  createdAt: now,
  purgeAt: now,
  fingerprint: 'f',
  sending: 'failed',
  heldBy: 'session',
  followUp: { wakeAt: now, holdSession: true },
  uncounted: 1,
  attemptBase: 0,
  askedAgainAt: now,
  attempt: 1,
  wakeAt: now,
  wamid: 'wamid.1',
  error: { code: 'UPSTREAM_FAILED', message: 'no' },
  answer: { status: 'failed' },
  progress: 120,
  timeline: [{ source: 'waypost', at: now, status: 'queued', attempt: 0 }],
}

const apiKey: Required<ApiKey> = {
  id: 'key_1',
  hash: 'hash',
  prefix: 'wp_live_abcd',
  lastFour: 'wxyz',
  owner: 'acme',
  name: 'Key',
  mode: 'live',
  scopes: ['send'],
  sessions: ['ses_1'],
  limits: { requestsPer15Minutes: 10 },
  createdAt: now,
  createdBy: 'user:1',
  expiresAt: now,
  revokedAt: now,
  rolledFrom: 'key_0',
  rolledTo: 'key_2',
  uses: 1,
  lastUsedAt: now,
}

const endpoint: Required<Endpoint> = {
  id: 'ep_01h455vb4pex5vsknk084sn02q',
  url: 'https://example.com/hook',
  events: ['*'],
  mode: 'test',
  scope: `session:${session.id}`,
  sessionId: session.id,
  owner: 'acme',
  readers: ['owner:acme'],
  enabled: false,
  disabled: { at: now, because: 'It answered 410 Gone.' },
  ordered: true,
  description: 'Orders',
  secrets: [{ secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', until: now }],
  failingSince: now,
  slowAt: now,
  recoveredAt: now,
  alertedPercent: 50,
  createdAt: now,
  createdBy: 'key_1',
}

const event = eventDocument(
  {
    type: 'message.sent',
    dedupeKey: ['1'],
    sessionId: session.id,
    owner: 'acme',
    conversationId: message.conversationId,
    at: now,
    data: {},
  },
  [endpoint.id],
  now,
)

const delivery: Required<Delivery> = {
  id: 'dlv_01h455vb4pex5vsknk084sn02q',
  eventId: event.fields.id,
  endpointId: endpoint.id,
  type: 'message.sent',
  readers: ['owner:acme'],
  mode: 'test',
  body: '{}',
  state: 'retrying',
  attempt: 1,
  attemptBase: 0,
  log: [{ at: now, durationMs: 80, status: 500, error: 'It answered 500.', answer: 'no' }],
  wakeAt: now,
  lane: `${endpoint.id} ${message.conversationId}`,
  turn: 1,
  createdAt: now,
  purgeAt: now,
}

export const template: Required<Template> = {
  id: 'tpl_01h455vb4pex5vsknk084sn02q',
  wabaId: session.wabaId,
  metaId: '594425479261596',
  name: 'order_shipped',
  language: 'en_US',
  status: 'DELETED',
  category: 'UTILITY',
  parameterFormat: 'POSITIONAL',
  components: [{ type: 'BODY', text: 'Your order {{1}} is on its way.' }],
  quality: 'GREEN',
  rejectedReason: 'TAG_CONTENT_MISMATCH',
  syncedAt: now,
  goneAt: now,
}

/** A message that came in, with every field it may ever have. */
export const received: Required<InboundMessage> = {
  id: 'msg_01h455vb4pex5vsknk084sn03r',
  direction: 'in',
  sessionId: session.id,
  conversationId: 'cnv_01k9m3v5xq8r7t2w4y6z1a3b5c',
  from: '+972546800360',
  wamid: 'wamid.2',
  type: 'image',
  content: { mediaId: '1013859600285441', caption: 'Like this?' },
  text: 'Like this?',
  raw: '{}',
  replyTo: 'wamid.1',
  replyToId: message.id,
  forwarded: 'once',
  extras: { referral: { sourceType: 'ad' } },
  errors: [{ code: 131_051 }],
  media: { state: 'pending', metaId: '1013859600285441', mimeType: 'image/jpeg' },
  changes: [
    {
      kind: 'edit',
      at: now,
      wamid: 'wamid.3',
      raw: '{}',
      type: 'text',
      content: { body: 'So?' },
      text: 'So?',
    },
  ],
  createdAt: now,
  receivedAt: now,
  purgeAt: now,
}

/** A conversation with a contact that is known by two identities, with every field it may ever have. */
export const conversation: Required<Conversation> = {
  ...newConversation(
    {
      sessionId: session.id,
      identities: [
        { of: '+972546800360', since: now, seenAt: now },
        { of: 'IL.13491208655302741918', since: now, seenAt: now },
      ],
    },
    now,
  ),
  name: { value: 'Dana Levi', at: now },
  username: { value: 'dana.levi', at: now },
  state: 'needs_human',
  episodes: 1,
  assignee: 'user:ada',
  notes: [{ at: now, by: 'user:ada', text: 'Phoned back.' }],
  unread: 1,
  lastMessage: { messageId: message.id, direction: 'in', type: 'text', text: 'Hello!', at: now },
  lastInboundAt: now,
  windowOpenUntil: now,
  replyCancelsUntil: now,
  optOuts: { marketing: { at: now, source: 'keyword', text: 'STOP', liftedAt: now } },
}

const inboxItem: Required<InboxItem> = {
  kind: 'failure',
  field: 'messages',
  wabaId: '2',
  phoneNumberId: '1',
  displayNumber: '15550783881',
  item: '{}',
  contacts: '[]',
  messageId: message.id,
  attempt: 1,
  position: 1,
  toldAt: now,
}

/** A database that holds one document of every collection, written by the code that writes them. */
export interface SampleDatabase {
  readonly firestore: EmbeddedFirestore
  readonly db: Firestore
  /** One document of each collection, by collection id; subcollections as well. */
  documents(): Promise<Map<string, DocumentData>>
  close(): Promise<void>
}

export async function sampleDatabase(): Promise<SampleDatabase> {
  const projectId = 'demo-sample-documents'
  const firestore = await startEmbeddedFirestore({ port: 0 })
  const [host = '', port = ''] = firestore.host.split(':')
  const db = new Firestore({
    projectId,
    host: `${host}:${port}`,
    ssl: false,
    ignoreUndefinedProperties: true,
    customHeaders: { authorization: 'Bearer owner' },
  })
  await writeSampleDocuments(db)
  await writeIntake(firestoreBatchWrite({ projectId, emulatorHost: firestore.host }))
  await endItem(db)
  await firestoreRawWebhooks(db).finish('hash', { reasons: ['no entry array'], at: now })
  return {
    firestore,
    db,
    documents: async () => new Map(await documentsBelow(await db.listCollections())),
    async close() {
      await db.terminate()
      await firestore.close()
    },
  }
}

/** Every document with every field it may ever have. */
export async function writeSampleDocuments(db: Firestore): Promise<void> {
  await firestoreMessages(db).add(message)
  await firestoreNotifyPolicy(db).write({
    others: 'claim',
    templates: { order_shipped: 'any' },
    updatedAt: now,
    updatedBy: 'user:1',
  })
  const oneRequest = { quota: { requests: 1, seconds: 60 }, unreported: 0, since: 0 }
  await firestoreRateLimits(db).sync('key:key_1', oneRequest, now.getTime())
  await eraseOne(db)
  await firestoreSessions(db).put(session)
  await firestoreConversations(db).recordMessage(conversation, { id: received.id, isNew: true }, () => ({
    message: received,
    conversation,
  }))
  await firestoreApiKeys(db).add(apiKey)
  await firestoreAudit(db).add({
    id: 'aud_1',
    at: now,
    action: 'key.created',
    outcome: 'done',
    actor: 'user:1',
    target: apiKey.id,
    sessionId: session.id,
    details: { scopes: 'send' },
    ip: '203.0.113.9',
    requestId: 'req_1',
  })
  await firestoreTemplates(db).save([template])
  await firestoreEndpoints(db).add(endpoint)
  await firestoreEvents(db)(event)
  await firestoreDeliveries(db).add(delivery)
  await firestoreStats(db).save({ day: '2026-03-01', cells: [] }, now)
  const about = { code: 'WHATSAPP_TOKEN_EXPIRED', message: 'expired', at: now } as const
  await firestoreTokenWarnings(db)({
    ...about,
    event: 'token.invalid',
    severity: 'error',
    secret: 'WHATSAPP_ACCESS_TOKEN',
    key: ['1'],
  })
  await firestoreAlerts(db, silent)({ ...about, event: 'session.held', about: session.id })
}

async function writeIntake(writeAll: WriteAll): Promise<void> {
  // Does not compress, so that it needs a second piece.
  const noise = createHash('shake256', { outputLength: 1_000_000 }).update('noise').digest()
  const kept = rawWebhookDocuments(noise, 'hash', { now, reasons: ['no entry array'] })
  await writeAll([inboxDocument(inboxItem, now), ...kept])
}

/** A message whose contact was erased. */
async function eraseOne(db: Firestore): Promise<void> {
  const id = 'msg_01h455vb4pex5vsknk084sn02r'
  await firestoreMessages(db).add({ ...message, id })
  await firestoreContactRecords(db).replace(id, (stored) => eraseMessage(stored, now))
}

/** An item that failed, and was done at last. */
async function endItem(db: Firestore): Promise<void> {
  const inbox = firestoreInbox(db)
  const [item] = await inbox.listUnfinished(after(now, 1), { after: undefined, limit: 1 })
  await inbox.recordFailure(item?.id ?? '', { error: 'no', at: now, isCounted: false, maxAttempts: 2 })
  await inbox.finish(item?.id ?? '', { state: 'done', because: 'because', at: now })
}

async function documentsBelow(collections: CollectionReference[]): Promise<[string, DocumentData][]> {
  const found = await Promise.all(
    collections.map(async (collection) => {
      const { docs } = await collection.get()
      const inner = await Promise.all(
        docs.map(async ({ ref }) => documentsBelow(await ref.listCollections())),
      )
      const fields = Object.assign({}, ...docs.map((document) => document.data())) as DocumentData
      return [[collection.id, fields] as [string, DocumentData], ...inner.flat()]
    }),
  )
  return found.flat()
}
