import type {
  ConsentView,
  ConversationList,
  ConversationMessages,
  ConversationView,
  ErasureProof,
} from '@waypost/contract'
import type { z } from 'zod'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { firestoreAudit } from '../../src/audit/audit-store.firestore.ts'
import { createAuditRecorder } from '../../src/audit/record-audit-action.ts'
import type { Route } from '../../src/http/route.ts'
import * as consentRoutes from '../../src/consent/consent.http.ts'
import * as readRoutes from '../../src/conversations/conversations.http.ts'
import { eraseRoute } from '../../src/erasure/erase.http.ts'
import { firestoreContactRecords } from '../../src/erasure/contact-records.firestore.ts'
import * as steerRoutes from '../../src/conversations/conversation-actions.http.ts'
import { eraseEvents } from '../../src/deliveries/erase-events.firestore.ts'
import { eraseInboxItems } from '../../src/inbox/erase-inbox-items.firestore.ts'
import { markReadRoute } from '../../src/send/mark-read.http.ts'
import type { SendInput } from '../../src/send/send-input.ts'
import { sendMessage } from '../../src/send/send-message.ts'
import { createApiRig, type Answer, type ApiRig } from '../support/api-rig.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

let rig: EngineRig
let door: ApiRig
const filesRemoved: string[] = []
beforeAll(async () => {
  rig = await engineRig()
  door = createApiRig(rig, () => routes())
})
afterAll(() => rig.close())
beforeEach(async () => {
  rig.clock.advance(600)
  rig.graph.reset()
  rig.firestore.clear()
  rig.events.length = 0
  filesRemoved.length = 0
  await rig.needs.sessions()
})

/** All routes for conversations and contacts, on a session that one person owns. */
function routes(): Route[] {
  const { needs, db, conversations, messages, session } = rig
  const ready = async () => ({
    ...needs,
    conversations,
    messages,
    sessions: async () => [{ ...session, owners: ['user:owner'] }],
    recordAuditAction: createAuditRecorder({ audit: firestoreAudit(db), ids: needs.ids, clock: needs.clock }),
    records: firestoreContactRecords(db),
    sessionNumbers: async () => [session],
    eraseInboxItems: eraseInboxItems(db),
    eraseEvents: eraseEvents(db),
    removeFile: async ({ id }: { id: string }) => void filesRemoved.push(id),
  })
  return [
    ...[readRoutes.listConversationsRoute, readRoutes.getConversationRoute].map((make) => make(ready)),
    readRoutes.conversationMessagesRoute(ready),
    ...[steerRoutes.assignRoute, steerRoutes.resolveRoute].map((make) => make(ready)),
    ...[steerRoutes.readRoute, steerRoutes.noteRoute].map((make) => make(ready)),
    markReadRoute(ready),
    ...[consentRoutes.getConsentRoute, consentRoutes.setConsentRoute].map((make) => make(ready)),
    consentRoutes.liftConsentRoute(ready),
    eraseRoute(ready),
  ]
}

const [owner, stranger, operator] = ['sender:owner', 'sender:stranger', 'operator']
const dana = '+972546800360'
const eli = '+972546800361'

const get = <Body>(path: string, as = owner) => door.ask<Body>(`/v1${path}`, { as })
const post = <Body>(path: string, body: object = {}, as = owner) =>
  door.ask<Body>(`/v1${path}`, { method: 'POST', as, body })

/** Somebody writes, and it is dealt with. */
async function writes(from: string, message: object): Promise<void> {
  const response = await fetch(`${rig.graph.url}/_simulator/inbound`, {
    method: 'POST',
    body: JSON.stringify({ from, ...message }),
  })
  expect(response.status).toBe(201)
  await rig.settleWebhooks()
  rig.clock.advance(60)
}
const says = (from: string, body: string) => writes(from, { text: { body } })

async function sends(to: string, body: string, options: SendInput['options'] = {}): Promise<string> {
  const sent = await sendMessage(
    {
      caller: { kind: 'user', uid: 'owner', role: 'sender' },
      to,
      toField: '/to',
      content: { type: 'text', text: { body } },
      options,
      wait: true,
      idempotencyKey: undefined,
    },
    rig.needs,
  )
  await rig.settleWebhooks()
  rig.clock.advance(60)
  return sent.kind === 'sent' ? sent.message.id : ''
}
async function idOf(phone: string): Promise<string> {
  const { body } = await get<ConversationList>(`/conversations?q=${encodeURIComponent(phone)}`)
  return body.data[0]?.id ?? ''
}
const code = ({ status, body }: Answer<unknown>) => [status, (body as { error?: string }).error]

describe('conversations', () => {
  it('are listed for the owner of their session and for operators, last changed first', async () => {
    await says(dana, 'Hello')
    await says(eli, 'Hi')
    for (const as of [owner, operator]) {
      const { status, body } = await get<ConversationList>('/conversations', as)
      expect(status).toBe(200)
      expect(body.data).toMatchObject([
        { phone: eli, unread: 1, state: 'needs_human', lastMessage: { text: 'Hi' }, optedOut: [] },
        { phone: dana },
      ])
    }
    expect((await get<ConversationList>('/conversations', stranger)).body).toEqual({
      data: [],
      hasMore: false,
      nextCursor: null,
    })
  })

  it('are found by state, assignee, session and number, page by page', async () => {
    await says(dana, 'Hello')
    await says(eli, 'Hi')
    const id = await idOf(dana)
    await post(`/conversations/${id}/assign`, { assignee: 'ada' })
    await post(`/conversations/${id}/resolve`)
    const phones = async (query: string) =>
      (await get<ConversationList>(`/conversations?${query}`)).body.data.map(({ phone }) => phone)
    expect(await phones('state=resolved')).toEqual([dana])
    expect(await phones('assignee=ada&state=needs_human')).toEqual([])
    expect(await phones('assignee=ada&session=ses_test')).toEqual([dana])
    expect(await phones('session=ses_other')).toEqual([])
    expect(await phones(`q=${encodeURIComponent(eli)}`)).toEqual([eli])
    const { body } = await get<ConversationList>('/conversations?limit=1')
    expect(body).toMatchObject({ data: [{ phone: dana }], hasMore: true })
    expect(await phones(`limit=1&cursor=${body.nextCursor ?? ''}`)).toEqual([eli])
    expect(code(await get('/conversations?cursor=x'))).toEqual([400, 'INVALID_REQUEST'])
    expect(code(await get('/conversations?q=!'))).toEqual([400, 'INVALID_REQUEST'])
  })

  it('show the latest text of either side', async () => {
    await says(dana, 'Hello')
    const id = await idOf(dana)
    const last = async () => (await get<ConversationView>(`/conversations/${id}`)).body.lastMessage
    expect(await last()).toMatchObject({ direction: 'in', type: 'text', text: 'Hello' })
    const sent = await sends(dana, `What can we do? ${'x'.repeat(200)}`)
    expect(await last()).toMatchObject({ id: sent, direction: 'out', type: 'text' })
    expect((await last())?.text).toMatch(/^What can we do\? x{84}$/)
    const { body } = await get<ConversationList>('/conversations')
    expect(body.data).toMatchObject([{ id, lastMessage: { id: sent } }])
    expect((await post<ConversationView>(`/conversations/${id}/resolve`)).body).toMatchObject({
      lastMessage: { id: sent },
    })
    await says(dana, 'Nothing, thanks')
    await sends(dana, 'Never said', { sendAt: new Date(rig.clock.now().getTime() + 60_000).toISOString() })
    expect(await last()).toMatchObject({ direction: 'in', text: 'Nothing, thanks' })
  })

  it('are found by name, username, and the end of a number', async () => {
    await writes(dana, {
      text: 'Hello',
      name: 'Dana Lévi',
      username: 'dana.l',
      identity: 'username_with_phone',
    })
    await writes(eli, { text: 'Hi', name: 'Eli Levin' })
    const found = async (q: string, more = '') =>
      (await get<ConversationList>(`/conversations?q=${encodeURIComponent(q)}${more}`)).body.data.map(
        ({ name }) => name,
      )
    expect(await found('levi')).toEqual(['Eli Levin', 'Dana Lévi'])
    expect(await found('levi', '&limit=1')).toEqual(['Eli Levin'])
    expect(await found('DANA levi')).toEqual(['Dana Lévi'])
    expect(await found('dana.l')).toEqual(['Dana Lévi'])
    expect(await found('0361')).toEqual(['Eli Levin'])
    expect(await found('stranger')).toEqual([])
    expect(await found('levi', '&state=resolved')).toEqual([])
    expect((await get<ConversationList>('/conversations?q=levi', stranger)).body.data).toEqual([])
    await sends(dana, 'Good bye')
    await door.ask(`/v1/contacts/${dana}/data`, { method: 'DELETE', as: owner })
    const { body } = await get<ConversationList>('/conversations')
    expect(body.data.map(({ lastMessage }) => lastMessage?.text)).toEqual([undefined, 'Hi'])
    expect(await found('levi')).toEqual(['Eli Levin'])
    expect(await found('0360')).toEqual([])
  })

  it('show what both sides wrote, newest first', async () => {
    await says(dana, 'Hello')
    await sends(dana, 'How can I help?')
    await says(dana, 'Where is my order?')
    const id = await idOf(dana)
    const { body } = await get<z.infer<typeof ConversationMessages>>(`/conversations/${id}/messages?limit=2`)
    expect(body.data.map(({ direction, content }) => [direction, content])).toEqual([
      ['in', { body: 'Where is my order?' }],
      ['out', { body: 'How can I help?' }],
    ])
    const next = await get<z.infer<typeof ConversationMessages>>(
      `/conversations/${id}/messages?limit=2&cursor=${body.nextCursor ?? ''}`,
    )
    expect(next.body).toMatchObject({ data: [{ content: { body: 'Hello' } }], nextCursor: null })
  })

  it('take notes, an assignee and an end, which the next message takes back', async () => {
    await says(dana, 'Hello')
    const id = await idOf(dana)
    expect(await post(`/conversations/${id}/notes`, { text: 'Call back' })).toMatchObject({
      status: 201,
      body: { notes: [{ by: 'user:owner', text: 'Call back' }] },
    })
    expect(await post(`/conversations/${id}/assign`, { assignee: 'ada' })).toMatchObject({
      body: { assignee: 'ada' },
    })
    const { body } = await post<ConversationView>(`/conversations/${id}/assign`, { assignee: null })
    expect(body).not.toHaveProperty('assignee')
    expect(await post(`/conversations/${id}/resolve`)).toMatchObject({ body: { state: 'resolved' } })
    await says(dana, 'One more thing')
    expect(await get(`/conversations/${id}`)).toMatchObject({
      body: { state: 'needs_human', notes: [{ text: 'Call back' }] },
    })
  })

  it('are read: nothing is unread, and Meta shows so', async () => {
    await says(dana, 'Hello')
    const id = await idOf(dana)
    expect(await post(`/conversations/${id}/read`, { typing: true })).toMatchObject({
      status: 200,
      body: { unread: 0 },
    })
    const receipts = rig.graph
      .requests()
      .filter(({ body }) => (body as { status?: string } | undefined)?.status === 'read')
    expect(receipts).toHaveLength(1)
    expect(receipts[0]?.body).toMatchObject({ typing_indicator: { type: 'text' } })
  })

  it('have messages that are marked as read one by one, by our id or Meta’s', async () => {
    await says(dana, 'Hello')
    const id = await idOf(dana)
    const { body } = await get<z.infer<typeof ConversationMessages>>(`/conversations/${id}/messages`)
    const [said] = body.data
    for (const name of [said?.id, said?.messageId])
      expect(await post(`/messages/${name ?? ''}/read`)).toMatchObject({ status: 200, body: { read: true } })
    expect(code(await post(`/messages/${said?.id ?? ''}/read`, {}, stranger))).toEqual([
      404,
      'MESSAGE_NOT_FOUND',
    ])
    const ours = await sends(dana, 'Hi')
    expect(code(await post(`/messages/${ours}/read`))).toEqual([404, 'MESSAGE_NOT_FOUND'])
  })

  it('are private: a stranger finds none and changes none', async () => {
    await says(dana, 'Hello')
    const id = await idOf(dana)
    const refused = [404, 'CONVERSATION_NOT_FOUND']
    expect(code(await get(`/conversations/${id}`, stranger))).toEqual(refused)
    expect(code(await get(`/conversations/${id}/messages`, stranger))).toEqual(refused)
    for (const [act, body] of Object.entries({
      assign: { assignee: 'me' },
      resolve: {},
      read: {},
      notes: { text: 'mine' },
    }))
      expect(code(await post(`/conversations/${id}/${act}`, body, stranger))).toEqual(refused)
    expect(code(await get('/conversations/cnv_nothing'))).toEqual(refused)
    expect((await get<ConversationView>(`/conversations/${id}`, operator)).body.notes).toEqual([])
  })
})

describe('consent', () => {
  const path = (id: string) => `/contacts/${encodeURIComponent(id)}/consent`
  const put = (id: string, body: object, as = owner) =>
    door.ask<ConsentView>(`/v1${path(id)}`, { method: 'PUT', as, body })

  it('follows the words and the settings of the contact', async () => {
    await says(dana, 'STOP')
    expect(await get(path(dana))).toMatchObject({
      status: 200,
      body: {
        contact: dana,
        all: { optedOut: true, source: 'keyword', text: 'STOP' },
        marketing: { optedOut: false },
      },
    })
    await says(dana, 'start')
    expect((await get<ConsentView>(path(await idOf(dana)))).body.all).toMatchObject({
      optedOut: false,
      liftedAt: expect.any(String) as string,
    })
    await fetch(`${rig.graph.url}/_simulator/events/user_preferences`, {
      method: 'POST',
      body: JSON.stringify({ from: dana }),
    })
    await rig.settleWebhooks()
    expect((await get<ConsentView>(path(dana))).body.marketing).toMatchObject({
      optedOut: true,
      source: 'user_preferences',
    })
    expect(rig.events.filter(({ type }) => type.startsWith('contact.')).map(({ type }) => type)).toEqual([
      'contact.opted_out',
      'contact.opted_in',
      'contact.opted_out',
    ])
  })

  it('is set by the owner for somebody who never wrote, noted, and taken back', async () => {
    expect(await put(eli, { optedOut: true, category: 'marketing', text: 'By phone' })).toMatchObject({
      status: 200,
      body: { marketing: { optedOut: true, source: 'api', text: 'By phone' }, all: { optedOut: false } },
    })
    rig.clock.advance(1)
    expect(await door.ask(`/v1${path(eli)}`, { method: 'DELETE', as: operator })).toMatchObject({
      status: 200,
      body: { marketing: { optedOut: false } },
    })
    const audit = await rig.db.collection('audit').get()
    expect(audit.docs.map((document) => document.get('action') as string)).toEqual([
      'consent.changed',
      'consent.changed',
    ])
    expect(JSON.stringify(audit.docs.map((document) => document.data()))).not.toContain(eli.slice(1))
  })

  it('is private, and requires a valid contact', async () => {
    expect(code(await put(dana, { optedOut: true }, stranger))).toEqual([400, 'SESSION_REQUIRED'])
    expect(code(await get(`${path(dana)}?session=ses_test`, stranger))).toEqual([403, 'SESSION_FORBIDDEN'])
    expect(code(await get(path('cnv_nothing')))).toEqual([404, 'CONVERSATION_NOT_FOUND'])
    expect(code(await get(path('no-number')))).toEqual([400, 'INVALID_REQUEST'])
  })
})

describe('erasing a person', () => {
  const erase = (id: string, as = owner) =>
    door.ask<ErasureProof>(`/v1/contacts/${encodeURIComponent(id)}/data`, { method: 'DELETE', as })
  /** All that is stored, but what goes by itself. */
  async function stored(): Promise<string> {
    const collections = ['messages', 'inbox', 'conversations', 'audit']
    const found = await Promise.all(collections.map((name) => rig.db.collection(name).get()))
    return JSON.stringify(found.flatMap(({ docs }) => docs.map((document) => document.data())))
  }

  it('leaves receipts without number, name, text and file, and proves it', async () => {
    await writes(dana, { text: { body: 'My secret' }, name: 'Dana Levi', username: 'dana.l' })
    await writes(dana, { image: { caption: 'My face' } })
    const id = await sends(dana, 'Your secret is safe')
    await says(eli, 'Another secret')
    const conversation = await idOf(dana)
    await post(`/conversations/${conversation}/notes`, { text: 'Dana wants a call' })
    expect(await stored()).toContain('972546800360')

    const { status, body } = await erase(dana)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      erased: { messages: 3, media: 1, conversations: 1 },
      remaining: 0,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
    expect(body.erased['inboxItems']).toBeGreaterThanOrEqual(2)
    expect(new Set(filesRemoved).size).toBe(1)

    const left = await stored()
    for (const word of ['972546800360', 'Dana', 'dana.l', 'secret is safe', 'My secret', 'My face'])
      expect(left).not.toContain(word)
    expect(left).toContain('Another secret')
    const receipt = await rig.messages.find(id)
    expect(receipt).toMatchObject({ to: 'XX.ERASED', sending: 'accepted', content: { text: { body: '' } } })
    expect(receipt).not.toHaveProperty('wamid')
    const { body: read } = await get<z.infer<typeof ConversationMessages>>(
      `/conversations/${conversation}/messages`,
    )
    expect(read.data).toHaveLength(3)
    const audit = await rig.db.collection('audit').where('action', '==', 'contact.erased').get()
    expect(audit.docs[0]?.get('details')).toMatchObject({ sha256: body.sha256, messages: 3 })
  })

  it('empties published events and publishes nothing more about the contact', async () => {
    await says(dana, 'Hello')
    const conversationId = await idOf(dana)
    const body = JSON.stringify({ from: dana })
    await rig.db.doc('events/evt_1').set({ conversationId, data: body })
    await rig.db
      .doc('deliveries/dlv_1')
      .set({ eventId: 'evt_1', body, state: 'delivered', log: [{ answer: 'ok' }] })
    await rig.db
      .doc('deliveries/dlv_2')
      .set({ eventId: 'evt_1', body, state: 'retrying', log: [], wakeAt: new Date() })
    expect((await erase(dana)).body.erased).toMatchObject({ events: 1 })
    const left = [
      ...(await rig.db.collection('events').get()).docs,
      ...(await rig.db.collection('deliveries').orderBy('eventId').get()).docs,
    ].map((document) => document.data())
    expect(left).toEqual([
      { conversationId, data: '{}' },
      { eventId: 'evt_1', body: '{}', state: 'delivered', log: [] },
      { eventId: 'evt_1', body: '{}', state: 'cancelled', log: [] },
    ])
  })

  it('asked for again finds nothing more, until the person writes again', async () => {
    await says(dana, 'Hello')
    await erase(dana)
    const again = await erase(dana)
    expect(again.body).toMatchObject({ erased: { messages: 0, conversations: 0 }, remaining: 0 })
    await says(dana, 'Me again')
    expect((await erase(dana)).body).toMatchObject({
      erased: { messages: 1, conversations: 1 },
      remaining: 0,
    })
  })

  it('keeps the opt-out', async () => {
    await says(dana, 'STOP')
    await erase(dana)
    await expect(sends(dana, 'Hello?')).resolves.toEqual(expect.any(String))
    expect(rig.graph.attempts(dana)).toEqual([])
  })

  it('cancels pending messages, also for a contact who never wrote', async () => {
    const sent = await sendMessage(
      {
        caller: { kind: 'user', uid: 'owner', role: 'sender' },
        to: eli,
        toField: '/to',
        content: { type: 'template', template: { templateName: 'hello_world', languageCode: 'en_US' } },
        options: { sendAt: '2027-01-01T00:00:00Z' },
        wait: false,
        idempotencyKey: undefined,
      },
      rig.needs,
    )
    expect((await erase(eli)).body).toMatchObject({ erased: { messages: 1 }, remaining: 0 })
    const message = sent.kind === 'sent' ? await rig.messages.find(sent.message.id) : null
    expect(message).toMatchObject({ sending: 'cancelled', to: 'XX.ERASED' })
    expect(message).not.toHaveProperty('wakeAt')
  })

  it('is not for strangers', async () => {
    await says(dana, 'Hello')
    expect(code(await erase(dana, stranger))).toEqual([400, 'SESSION_REQUIRED'])
    expect(code(await erase(await idOf(dana), stranger))).toEqual([404, 'CONVERSATION_NOT_FOUND'])
    expect(await stored()).toContain('Hello')
    expect((await erase(await idOf(dana), operator)).status).toBe(200)
  })
})
