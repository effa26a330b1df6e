import type { ConversationList, ConversationMessages, SendAnswer } from '@waypost/contract'
import type { z } from 'zod'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { getConsentRoute, setConsentRoute } from '../../src/consent/consent.http.ts'
import * as conversations from '../../src/conversations/conversations.http.ts'
import { firestoreContactRecords } from '../../src/erasure/contact-records.firestore.ts'
import { eraseRoute } from '../../src/erasure/erase.http.ts'
import { processItem } from '../../src/inbox/process-item.ts'
import { getMessageRoute, listMessagesRoute } from '../../src/messages/messages.http.ts'
import { markReadRoute } from '../../src/send/mark-read.http.ts'
import { sendAnyRoute } from '../../src/send/send.http.ts'
import { inboundItem, text } from '../support/contact-items.ts'
import { createApiRig, type Answer, type ApiRig } from '../support/api-rig.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

let rig: EngineRig
let api: ApiRig
beforeAll(async () => {
  rig = await engineRig()
  const ready = async () => ({
    ...rig.needs,
    conversations: rig.conversations,
    messages: rig.messages,
    recordAuditAction: async () => undefined,
    records: firestoreContactRecords(rig.db),
    sessionNumbers: async () => [],
    eraseInboxItems: async () => 0,
    eraseEvents: async () => 0,
    removeFile: async () => undefined,
  })
  api = createApiRig(rig, () => [
    conversations.listConversationsRoute(ready),
    conversations.getConversationRoute(ready),
    conversations.conversationMessagesRoute(ready),
    getConsentRoute(ready),
    setConsentRoute(ready),
    eraseRoute(ready),
    listMessagesRoute(ready),
    getMessageRoute(ready),
    markReadRoute(ready),
    sendAnyRoute(ready),
  ])
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

type Messages = z.infer<typeof ConversationMessages>
const receives = (who?: Record<string, unknown>) =>
  processItem(inboundItem({ item: text('1', 'Hi', who) }), {
    ...rig.needs,
    inbox: { finish: async () => undefined },
  })
const get = <Body>(path: string) => api.ask<Body>(`/v1${path}`, { as: 'operator' })
const send = (to: unknown, more: object = {}) =>
  api.ask<SendAnswer>('/v1/send', {
    method: 'POST',
    as: 'operator',
    body: { to, type: 'text', text: 'Hello', ...more },
  })
const statusOf = async (asked: Promise<Answer<unknown>>): Promise<number> => (await asked).status

/** Ids as Meta hands them out, in old spellings and plans too. */
it.each([
  ['Israel', { from: '972546800360' }],
  ['Mexico, old spelling', { from: '5215512345678' }],
  ['Brazil without the ninth digit', { from: '551187654321' }],
  ['Argentina with 9', { from: '5491123456789' }],
  ['Benin before 2024', { from: '22997123456' }],
  ['Ivory Coast before 2021', { from: '22507123456' }],
  ['a sample number', { from: '15551234567' }],
  ['a hidden number', { from_user_id: 'IL.13491208655302741918' }],
])('accepts every id that it shows of a contact: %s', async (_what, who) => {
  await receives(who)
  const [contact] = (await get<ConversationList>('/conversations')).body.data
  const { id = '', phone, waId, bsuid } = contact ?? {}

  for (const shown of [id, phone, waId, bsuid].filter((one) => one !== undefined)) {
    const path = `/contacts/${encodeURIComponent(shown)}/consent`
    expect([shown, await statusOf(get(path))]).toEqual([shown, 200])
  }
  expect(await statusOf(get(`/conversations/${id}`))).toBe(200)
  for (const shown of [phone, bsuid].filter((one) => one !== undefined)) {
    const to = shown === bsuid ? { bsuid } : shown
    expect((await send(to, { dryRun: true })).body).toMatchObject({ recipient: shown })
    expect(await statusOf(get(`/messages?to=${encodeURIComponent(shown)}`))).toBe(200)
  }
  expect((await send({ conversation: id }, { dryRun: true })).body).toMatchObject({
    recipient: phone ?? bsuid,
  })
  if (phone !== undefined) expect((await send(phone)).body).toMatchObject({ recipient: phone })

  const written = (await get<Messages>(`/conversations/${id}/messages`)).body.data
  expect(written).toHaveLength(phone === undefined ? 1 : 2)
  for (const { id: messageId, messageId: wamid, recipient } of written) {
    expect(await statusOf(get(`/messages/${messageId}`))).toBe(200)
    for (const replyTo of [messageId, wamid])
      expect(await statusOf(send(recipient, { replyTo, dryRun: true }))).toBe(200)
  }
  const erasing = api.ask(`/v1/contacts/${encodeURIComponent(waId ?? id)}/data`, {
    method: 'DELETE',
    as: 'operator',
  })
  expect(await statusOf(erasing)).toBe(200)
})

it('finds the messages of a phone by each of its spellings', async () => {
  await receives({ from: '551187654321' })
  await send('+551187654321')
  await rig.settleWebhooks()
  const [{ status } = {}] = (await get<Messages>('/messages?direction=out')).body.data
  for (const to of ['+551187654321', '+55 11 98765-4321', '551187654321']) {
    const listed = await get<Messages>(`/messages?status=${String(status)}&to=${encodeURIComponent(to)}`)
    expect(listed.body.data).toMatchObject([{ recipient: '+551187654321' }])
  }
})

it('warns of a number that is not in the numbering plan, and sends to it', async () => {
  await receives({ from: '15551234567' })
  const warnings = [
    { code: 'RECIPIENT_NOT_IN_NUMBERING_PLAN', reason: expect.stringContaining('+15551234567') as string },
  ]
  expect(await send('+15551234567')).toMatchObject({ status: 200, body: { warnings } })
  expect(await send('+15551234567', { dryRun: true })).toMatchObject({ status: 200, body: { warnings } })
  expect((await send('+972546800360', { dryRun: true })).body).not.toHaveProperty('warnings')
})

it('sends to a conversation through its own session alone', async () => {
  await receives()
  const id = (await get<ConversationList>('/conversations')).body.data[0]?.id
  expect(await send({ conversation: id }, { session: 'ses_other' })).toMatchObject({
    status: 400,
    body: { code: 'INVALID_REQUEST', fields: [{ path: '/session' }] },
  })
  expect(await send({ conversation: 'cnv_nobody' })).toMatchObject({
    status: 404,
    body: { code: 'CONVERSATION_NOT_FOUND' },
  })
})
