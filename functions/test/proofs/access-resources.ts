/** Resources of the access walk: of three sessions and two owners, live and test, each with a text of its own. */
import { firestoreApiKeys } from '../../src/auth/api-key-store.firestore.ts'
import { firestoreConversations } from '../../src/conversations/conversation-store.firestore.ts'
import { newConversation } from '../../src/conversations/merge-conversations.ts'
import { firestoreDeliveries } from '../../src/deliveries/delivery-store.firestore.ts'
import { deliveryReaders, sessionAccess } from '../../src/deliveries/endpoint-scope.ts'
import { firestoreEndpoints } from '../../src/deliveries/endpoint-store.firestore.ts'
import { derivedId } from '../../src/kernel/ids.ts'
import { conversationIdOf } from '../../src/messages/conversation-id.ts'
import { firestoreMessages } from '../../src/messages/message-store.firestore.ts'
import type { InboundMessage } from '../../src/messages/inbound-message.ts'
import type { Message } from '../../src/messages/message.ts'
import { firestoreSessions } from '../../src/sessions/session-store.firestore.ts'
import type { EngineRig } from '../support/engine-rig.ts'

export type ResourceKind =
  'session' | 'message' | 'conversation' | 'endpoint' | 'delivery' | 'key' | 'installation' | 'none'

export interface Resource {
  readonly kind: ResourceKind
  readonly id: string
  readonly owner?: string
  readonly session?: string
  /** A session is used by live and by test keys. */
  readonly mode: 'live' | 'test' | 'both'
  /** A text that nothing else contains. */
  readonly mark?: string
}

/** Who owns each session. */
export const sessionOwners: Readonly<Record<string, readonly string[]>> = {
  ses_a: ['acme'],
  ses_b: ['acme'],
  ses_c: ['globex', 'user:ada'],
}
const contact = '+972546800360'

export async function createResources(rig: EngineRig): Promise<Resource[]> {
  const ofSessions = await Promise.all(
    Object.entries(sessionOwners).map(([id, owners]) => resourcesOf(id, owners, rig)),
  )
  const wide = await Promise.all([
    addEndpoint({ name: 'wide', owner: 'acme', scope: 'owner:acme', readers: ['owner:acme'] }, rig),
    addKey({ name: 'wide', owner: 'acme', sessions: 'all' }, rig),
  ])
  return [
    ...[...ofSessions, ...wide].flat(),
    { kind: 'installation', id: 'installation', mode: 'live' },
    { kind: 'none', id: 'none', mode: 'both' },
  ]
}

async function resourcesOf(id: string, owners: readonly string[], rig: EngineRig): Promise<Resource[]> {
  const owner = owners[0] ?? ''
  const session = {
    ...rig.session,
    id,
    name: mark('session', id),
    owners,
    isDefault: false,
    phoneNumberId: id,
  }
  await firestoreSessions(rig.db).put(session)
  const access = sessionAccess(id, owner)
  const parts = await Promise.all([
    addMessage({ sessionId: id, owner, mode: 'live' }, rig),
    addMessage({ sessionId: id, owner, mode: 'test' }, rig),
    addConversation(id, rig),
    addEndpoint({ ...access, name: id }, rig),
    addEndpoint({ ...access, name: id, mode: 'test' }, rig),
    addKey({ name: id, owner, sessions: [id] }, rig),
    addKey({ name: id, owner, sessions: [id], mode: 'test' }, rig),
  ])
  return [{ kind: 'session', id, session: id, mode: 'both', mark: session.name }, ...parts.flat()]
}

const mark = (...parts: string[]): string => `zq ${parts.join(' ')} qz`

async function addMessage(about: Pick<Message, 'sessionId' | 'owner' | 'mode'>, { db, clock }: EngineRig) {
  const { sessionId, owner, mode } = about
  const now = clock.now()
  const later = new Date(now.getTime() + 86_400_000)
  const text = mark('message', sessionId, mode)
  const message: Message = {
    ...about,
    id: derivedId('msg', sessionId, mode),
    direction: 'out',
    to: contact,
    conversationId: conversationIdOf(sessionId, contact),
    content: { type: 'text', text: { body: text } },
    category: 'unknown',
    metadata: {},
    ifUnknown: 'fail',
    cancelOn: [],
    notAfter: later,
    createdAt: now,
    purgeAt: later,
    sending: 'queued',
    attempt: 0,
    wakeAt: later,
    progress: 0,
    timeline: [{ source: 'waypost', at: now, status: 'queued', attempt: 0 }],
  }
  await firestoreMessages(db).add(message)
  return [{ kind: 'message', id: message.id, owner, session: sessionId, mode, mark: text }] as const
}

/** A conversation with a message that has a file. */
async function addConversation(sessionId: string, { db, clock }: EngineRig): Promise<Resource[]> {
  const now = clock.now()
  const text = mark('inbound', sessionId)
  const conversation = {
    ...newConversation({ sessionId, identities: [{ of: contact, since: now, seenAt: now }] }, now),
    name: { value: mark('conversation', sessionId), at: now },
    notes: [{ at: now, by: 'user:ada', text: mark('note', sessionId) }],
  }
  const message: InboundMessage = {
    id: derivedId('msg', 'in', sessionId),
    direction: 'in',
    sessionId,
    conversationId: conversation.id,
    from: contact,
    wamid: `wamid.${sessionId}`,
    type: 'image',
    content: { mediaId: '1', caption: text },
    text,
    media: { state: 'pending', metaId: '1', mimeType: 'image/jpeg' },
    changes: [],
    createdAt: now,
    receivedAt: now,
    purgeAt: conversation.purgeAt,
  }
  await firestoreConversations(db).recordMessage(conversation, { id: message.id, isNew: true }, () => ({
    message,
    conversation,
  }))
  const about = { session: sessionId, mode: 'live' } as const
  return [
    { kind: 'message', id: message.id, mark: text, ...about },
    { kind: 'conversation', id: conversation.id, mark: conversation.name.value, ...about },
  ]
}

interface EndpointAbout {
  readonly name: string
  readonly owner: string
  readonly scope: string
  readonly sessionId?: string
  readonly readers: readonly string[]
  readonly mode?: 'test'
}

async function addEndpoint(about: EndpointAbout, { db, clock }: EngineRig): Promise<Resource[]> {
  const { name, mode, ...access } = about
  const now = clock.now()
  const [id, text] = [derivedId('ep', name, mode ?? ''), mark('endpoint', name, mode ?? 'live')]
  await firestoreEndpoints(db).add({
    ...access,
    ...(mode && { mode }),
    id,
    events: ['message.sent'],
    enabled: true,
    ordered: false,
    description: text,
    secrets: [{ secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' }],
    createdAt: now,
    createdBy: 'user:olga',
  })
  const deliveryId = derivedId('dlv', name, mode ?? '')
  const body = mark('delivery', name, mode ?? 'live')
  await firestoreDeliveries(db).add({
    id: deliveryId,
    eventId: derivedId('evt', name),
    endpointId: id,
    type: 'message.sent',
    readers: deliveryReaders(access),
    ...(mode && { mode }),
    body: JSON.stringify({ body }),
    state: 'kept',
    attempt: 0,
    attemptBase: 0,
    log: [],
    createdAt: now,
    purgeAt: new Date(now.getTime() + 86_400_000),
  })
  const shared = {
    owner: access.owner,
    ...(access.sessionId !== undefined && { session: access.sessionId }),
    mode: mode ?? ('live' as const),
  }
  return [
    { kind: 'endpoint', id, mark: text, ...shared },
    { kind: 'delivery', id: deliveryId, mark: body, ...shared },
  ]
}

interface KeyAbout {
  readonly name: string
  readonly owner: string
  readonly sessions: 'all' | readonly string[]
  readonly mode?: 'test'
}

async function addKey(
  { name, owner, sessions, mode }: KeyAbout,
  { db, clock }: EngineRig,
): Promise<Resource[]> {
  const [id, text] = [derivedId('key', name, mode ?? ''), mark('key', name, mode ?? 'live')]
  const key = { id, name: text, owner, sessions, mode: mode ?? ('live' as const) }
  await firestoreApiKeys(db).add({
    ...key,
    hash: id,
    prefix: 'wp_live_abcd',
    lastFour: 'wxyz',
    scopes: ['read'],
    createdAt: clock.now(),
  })
  const [session] = sessions === 'all' ? [] : sessions
  return [{ kind: 'key', id, owner, mark: text, mode: key.mode, ...(session !== undefined && { session }) }]
}
