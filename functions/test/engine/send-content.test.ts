import { contentOf, isWaypostError, parseRequest, SendRequest } from '@waypost/contract'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { KeyCaller, UserCaller } from '../../src/http/caller.ts'
import { inboundMessageId } from '../../src/messages/inbound-message.ts'
import { markRead } from '../../src/send/mark-read.ts'
import { messageView } from '../../src/messages/message-view.ts'
import { sendBatch } from '../../src/send/send-batch.ts'
import { sendMessage, type SendResult } from '../../src/send/send-message.ts'
import type { Caller } from '../../src/http/caller.ts'
import { toStoredInbound } from '../../src/messages/stored-inbound.firestore.ts'
import { runQueuedAttempt, type QueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { everyContent } from '../support/every-content.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const key: KeyCaller = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'acme',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
}
const stranger: KeyCaller = { ...key, owner: 'another' }
const person = (role: UserCaller['role']): UserCaller => ({ kind: 'user', uid: 'u', role })
const to = '+972546800360'

async function ask(request: object, caller: Caller = key) {
  const body = parseRequest(SendRequest, { to, ...request })
  const input = { caller, to: body.to, toField: '/to', content: contentOf(body), options: body }
  return sendMessage({ ...input, wait: true, idempotencyKey: undefined }, rig.needs)
}
async function send(request: object, caller: Caller = key): Promise<SendResult['message']> {
  const sent = await ask(request, caller)
  if (sent.kind !== 'sent') throw new Error('a dry run')
  return sent.message
}
const text = { type: 'text', text: 'Hello' }
const viewOf = (message: SendResult['message']) => messageView(message, { caller: key, docsUrl: '' })

it.each(everyContent)('sends %s, and keeps it as it was asked for', async (_what, request, meta) => {
  const message = await send(request)
  expect(message.error).toBeUndefined()
  expect(message.sending).toBe('accepted')
  expect(rig.graph.received(to)).toMatchObject([{ type: request.type, content: meta }])
  const { content } = contentView(request)
  expect(viewOf(message)).toMatchObject({ type: request.type, content })
})

/** What a message shows of itself: the member named like its type; cards are a list and keep their name. */
function contentView(request: { type: string }) {
  const content = contentOf(parseRequest(SendRequest, { to, ...request }))
  return content.type === 'contacts'
    ? { content: { contacts: content.contacts } }
    : { content: (content as unknown as Record<string, unknown>)[content.type] }
}

it('quotes a message by our id as by Meta’s', async () => {
  const first = await send(text)
  for (const replyTo of [first.id, first.wamid]) {
    const message = await send({ ...text, replyTo })
    expect(message.replyTo).toBe(first.wamid)
    expect(viewOf(message).replyTo).toBe(first.wamid)
  }
  expect(rig.graph.received(to).map(({ context }) => context)).toEqual([
    undefined,
    { message_id: first.wamid },
    { message_id: first.wamid },
  ])
})

it('lets an owner of the session quote an inbound message by our id', async () => {
  const received = {
    id: inboundMessageId(rig.session.id, 'wamid.in'),
    direction: 'in',
    sessionId: rig.session.id,
    conversationId: 'cnv_1',
    from: to,
    wamid: 'wamid.in',
    type: 'text',
    content: {},
    text: 'Where is it?',
    changes: [],
    createdAt: rig.clock.now(),
    receivedAt: rig.clock.now(),
    purgeAt: rig.clock.now(),
  } as const
  await rig.db.doc(`messages/${received.id}`).set(toStoredInbound(received))
  await expect(ask({ ...text, replyTo: received.id })).rejects.toMatchObject({ code: 'MESSAGE_NOT_FOUND' })
  expect((await send({ ...text, replyTo: received.id }, person('operator'))).replyTo).toBe('wamid.in')
})

it('still quotes when it is sent again later', async () => {
  const message = await send({ ...text, to: '+14045550102', replyTo: 'wamid.A' })
  expect(message.sending).toBe('errored')
  rig.clock.advance(60)
  await runQueuedAttempt({ messageId: message.id, attempt: 2 }, rig.needs)
  expect(rig.graph.received()).toMatchObject([{ context: { message_id: 'wamid.A' } }])
})

it('reacts to a message by our id', async () => {
  const first = await send(text)
  await send({ type: 'reaction', reaction: { messageId: first.id, emoji: '👍' } })
  expect(rig.graph.received(to).at(-1)?.content).toEqual({ message_id: first.wamid, emoji: '👍' })
})

it.each<[string, object]>([
  ['/replyTo', { ...text }],
  ['/reaction/messageId', { type: 'reaction' }],
])('refuses in %s what is not the caller’s, or not at Meta', async (path, request) => {
  const naming = (id: string) =>
    path === '/replyTo'
      ? { ...request, replyTo: id }
      : { ...request, reaction: { messageId: id, emoji: '👍' } }
  const { id } = await send(text)
  const refusal = { code: 'MESSAGE_NOT_FOUND', fields: [{ path, message: 'not found' }] }
  await expect(ask(naming(id), stranger)).rejects.toMatchObject(refusal)
  await expect(ask(naming(`msg_${'0'.repeat(26)}`))).rejects.toMatchObject(refusal)
  const failed = await send({ ...text, to: '+14045550140' })
  await expect(ask(naming(failed.id))).rejects.toMatchObject({
    code: 'MESSAGE_STATE_CONFLICT',
    fields: [{ path }],
  })
  expect(await ask(naming(id), person('operator'))).toMatchObject({ kind: 'sent' })
})

it('shows a dry run exactly as Meta would get it, quote included', async () => {
  expect(await ask({ ...text, replyTo: 'wamid.A', dryRun: true })).toMatchObject({
    kind: 'dry-run',
    payload: { to, context: { message_id: 'wamid.A' }, type: 'text', text: { body: 'Hello' } },
  })
  expect(rig.graph.attempts()).toHaveLength(0)
})

it.each<[string, Caller]>([
  ['an API key', key],
  ['a sender', person('sender')],
  ['an operator', person('operator')],
])('sends to a user by uid for %s', async (_who, caller) => {
  expect(await send({ ...text, to: { uid: 'ada' } }, caller)).toMatchObject({ to: '+972546800399' })
})

it('refuses a user by uid to those who could learn a number by it, and a user without one', async () => {
  const byUid = (uid: string) => ({ ...text, to: { uid } })
  await expect(ask(byUid('ada'), person('plain'))).rejects.toMatchObject({ code: 'RECIPIENT_FORBIDDEN' })
  await expect(ask(byUid('stranger'))).rejects.toMatchObject({
    code: 'RECIPIENT_INVALID',
    fields: [{ path: '/to/uid' }],
  })
})

it('treats free text as what is better lost than doubled', async () => {
  expect(await send(text)).toMatchObject({ ifUnknown: 'fail' })
  expect(await send({ ...text, ifUnknown: 'resend' })).toMatchObject({ ifUnknown: 'resend' })
})

const batch = (rows: readonly unknown[], idempotencyKey?: string) =>
  sendBatch({ caller: key, rows, idempotencyKey, docsUrl: 'https://example.com/' }, rig.needs)

it('queues every valid row of a batch and reports every invalid one, in order', async () => {
  const rows = [
    { to, ...text },
    { to: 'no-number', ...text },
    { phoneNumber: to, templateName: 'hello_world', languageCode: 'en_US' },
    'hello',
    { to, type: 'text', text: 'x'.repeat(5000) },
    { to, ...text, dryRun: true },
  ]
  const answers = await batch(rows)
  expect(answers).toMatchObject([
    { index: 0, status: 'queued', recipient: to, session: rig.session.id },
    { index: 1, error: 'RECIPIENT_INVALID', fields: [{ path: '/messages/1/to' }], retry: 'never' },
    { index: 2, status: 'queued' },
    { index: 3, error: 'INVALID_REQUEST', fields: [{ path: '/messages/3', message: 'must be an object' }] },
    { index: 4, error: 'INVALID_REQUEST', fields: [{ path: '/messages/4/text' }] },
    { index: 5, dryRun: true, payload: { to } },
  ])
  expect(answers[1]).toMatchObject({ docs: 'https://example.com/errors#recipient-invalid' })
  expect(rig.graph.attempts()).toHaveLength(0)
  for (const { data } of rig.tasks) await runQueuedAttempt(data as unknown as QueuedAttempt, rig.needs)
  expect(
    rig.graph
      .received(to)
      .map(({ type }) => type)
      .toSorted(),
  ).toEqual(['template', 'text'])
})

it('queues a repeated batch once, under the key of the request or of each row', async () => {
  const rows = [
    { to, ...text },
    { to, ...text },
    { to, ...text, idempotencyKey: 'own' },
    { to, ...text, idempotencyKey: 'own' },
  ]
  const idsOf = (answers: Awaited<ReturnType<typeof batch>>) =>
    answers.map((answer) => 'id' in answer && answer.id)
  const first = await batch(rows, 'batch-1')
  expect(new Set(idsOf(first)).size).toBe(3)
  const again = await batch(rows, 'batch-1')
  expect(idsOf(again)).toEqual(idsOf(first))
  expect(again.every((answer) => 'replayed' in answer)).toBe(true)
  const other = await batch([{ to, type: 'text', text: 'Other' }], 'batch-1')
  expect(other).toMatchObject([{ index: 0, error: 'IDEMPOTENCY_KEY_REUSED' }])
  // Without a key a repeat is a new request.
  expect(idsOf(await batch([{ to, ...text }]))).not.toEqual(idsOf(await batch([{ to, ...text }])))
})

it('answers a row that our side failed on as INTERNAL, logs it, and goes on', async () => {
  let failures = 0
  const add: typeof rig.needs.messages.add = (message) =>
    failures++ === 0 ? Promise.reject(new Error('no store')) : rig.needs.messages.add(message)
  const answers = await sendBatch(
    {
      caller: key,
      rows: [
        { to, ...text },
        { to, ...text },
      ],
      idempotencyKey: undefined,
      docsUrl: '',
    },
    { ...rig.needs, messages: { ...rig.needs.messages, add } },
  )
  expect(answers).toMatchObject([{ error: 'INTERNAL' }, { status: 'queued' }])
  expect(JSON.stringify(answers)).not.toContain('no store')
  expect(rig.logged.find(({ event }) => event === 'batch.row_failed')?.fields).toMatchObject({ index: 0 })
})

it('marks an inbound message as read at Meta, typing included', async () => {
  const input = { caller: key, input: { typing: true } }
  expect(await markRead('wamid.HBgMOTcy==', input, rig.needs)).toEqual({ dryRun: false })
  expect(
    await markRead(
      'wamid.A',
      { caller: { ...key, mode: 'test' }, input: {} },
      {
        ...rig.needs,
        settings: { hasSimulator: false },
      },
    ),
  ).toEqual({ dryRun: true })
})

it.each<[string, string, Caller, object, string]>([
  ['an id that is none of Meta’s', 'msg_00000000000000000000000000', key, {}, 'MESSAGE_NOT_FOUND'],
  ['one of ours that is not here', 'msg_01h455vb4pex5vsknk084sn02q', key, {}, 'MESSAGE_NOT_FOUND'],
  ['somebody else’s session', 'wamid.A', key, { session: 'ses_other' }, 'SESSION_FORBIDDEN'],
])('refuses to mark as read: %s', async (_what, id, caller, input, code) => {
  await expect(markRead(id, { caller, input }, rig.needs)).rejects.toMatchObject({ code })
})

it('tells why Meta did not mark a message as read', async () => {
  const kill = { method: 'POST', body: JSON.stringify({ action: 'kill' }) }
  await fetch(`${rig.graph.url}/_simulator/token`, kill)
  const refusal: unknown = await markRead('wamid.A', { caller: key, input: {} }, rig.needs).catch(
    (error: unknown) => error,
  )
  expect(isWaypostError(refusal) && refusal).toMatchObject({
    code: 'WHATSAPP_TOKEN_EXPIRED',
    meta: { code: 190 },
  })
})
