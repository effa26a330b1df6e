import type {
  ErrorAnswer,
  ResumeAnswer,
  SendAnswer,
  SessionDetails,
  SessionHealth,
  SessionList,
  SessionView,
  WebhookSecretAnswer,
} from '@waypost/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { firestoreSessions } from '../../src/sessions/session-store.firestore.ts'
import { storedApiKey, createApiRig, type Answer, type ApiRig } from '../support/api-rig.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { routesOfSessions } from '../support/sessions-rig.ts'
import { SHOP_SECRET, SHOP_TOKEN } from '../support/test-platform.ts'

let rig: EngineRig
let door: ApiRig
beforeAll(async () => {
  rig = await engineRig()
  door = createApiRig(rig, () => routesOfSessions(rig))
}, 60_000)
afterAll(() => rig.close())
beforeEach(async () => {
  rig.graph.reset()
  for (const name of ['sessions', 'audit', 'messages', 'conversations'])
    for (const { ref } of (await rig.db.collection(name).get()).docs) await ref.delete()
  await firestoreSessions(rig.db).put(rig.session)
  rig.clock.advance(60)
})

type Asked = { as?: string; body?: unknown }
const post = <Body = SessionDetails>(path: string, { as = 'operator:olga', body = {} }: Asked = {}) =>
  door.ask<Body>(path, { method: 'POST', as, body })
const put = <Body = SessionDetails>(id: string, { as = 'operator:olga', body = {} }: Asked = {}) =>
  door.ask<Body>(`/v1/sessions/${id}`, { method: 'PUT', as, body })
const get = <Body = SessionDetails>(path: string, as = 'operator:olga') => door.ask<Body>(path, { as })
const refusal = ({ status, body }: Answer<unknown>) => [status, (body as ErrorAnswer).error]

const shop = {
  name: 'Shop',
  phoneNumberId: '200000000000001',
  wabaId: '102290129340398',
  owners: ['acme', 'user:anna'],
}
const create = async (about: object = {}): Promise<SessionDetails> => {
  const { status, body } = await post('/v1/sessions', { body: { ...shop, ...about } })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const atMeta = (path: string, body: object) =>
  fetch(`${rig.graph.url}/_simulator/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const numberAtMeta = () =>
  atMeta('phone-numbers', { id: shop.phoneNumberId, displayPhoneNumber: '+1 555-010-0199' })
const hello = (session: string, to = '+972546800360') => ({
  session,
  phoneNumber: to,
  templateName: 'hello_world',
  languageCode: 'en_US',
})
const send = (session: string, about: object = {}) =>
  post<SendAnswer>('/v1/whatsapp/notify', { as: 'sender:anna', body: { ...hello(session), ...about } })
const actions = async () =>
  (await rig.db.collection('audit').orderBy('at').get()).docs.map((entry) => entry.get('action') as string)

it('makes, shows, changes and deletes a sender', async () => {
  const made = await create({ automation: false })
  expect(made).toMatchObject({
    ...shop,
    id: expect.stringMatching(/^ses_/) as string,
    channel: 'cloud',
    isDefault: false,
    automation: false,
    hold: null,
  })
  expect((await get(`/v1/sessions/${made.id}`)).body).toEqual(made)
  const changed = await put(made.id, { body: { name: 'Web shop', owners: ['other'] } })
  expect(changed.body).toEqual({ ...made, name: 'Web shop', owners: ['other'] })
  expect((await get(`/v1/sessions/${made.id}`)).body).toEqual(changed.body)
  const deleted = await door.ask(`/v1/sessions/${made.id}`, { method: 'DELETE', as: 'operator' })
  expect(deleted).toEqual({ status: 200, body: { id: made.id, deleted: true } })
  expect(refusal(await get(`/v1/sessions/${made.id}`))).toEqual([404, 'SESSION_NOT_FOUND'])
  expect(await actions()).toEqual(['session.created', 'session.changed', 'session.deleted'])
})

it('lists to each what is theirs, and to operators all', async () => {
  const { id } = await create()
  const ids = async (as: string) =>
    (await get<SessionList>('/v1/sessions', as)).body.data.map((one) => one.id)
  expect(await ids('operator')).toEqual([id, 'ses_test'])
  expect(await ids('sender:anna')).toEqual([id])
  expect(await ids('plain:anna')).toEqual([id])
  expect(await ids('sender:bert')).toEqual([])
  expect(await ids(await storedApiKey(rig, { scopes: ['sessions'] }))).toEqual([id])
  expect(await ids(await storedApiKey(rig, { scopes: ['sessions'], owner: 'other' }))).toEqual([])
  expect(await ids(await storedApiKey(rig, { scopes: ['sessions'], sessions: ['ses_test'] }))).toEqual([])
})

describe('somebody else’s sender', () => {
  const strangers = [
    ['GET', '', undefined],
    ['PUT', '', { name: 'Mine' }],
    ['GET', '/health', undefined],
    ['POST', '/webhook-secret', {}],
  ] as const
  it.each(strangers)('answers %s %s with 403, whether it exists or not', async (method, path, body) => {
    const { id } = await create()
    for (const as of ['sender:bert', await storedApiKey(rig, { scopes: ['sessions'], owner: 'other' })])
      for (const one of [id, 'ses_nowhere'])
        expect(
          refusal(await door.ask(`/v1/sessions/${one}${path}`, { method, as, ...(body && { body }) })),
        ).toEqual([403, 'SESSION_FORBIDDEN'])
  })
})

it('lets owners change the name, the automation and the webhook, and nothing that decides whose it is', async () => {
  const { id } = await create()
  const as = await storedApiKey(rig, { scopes: ['sessions'] })
  expect((await put(id, { as, body: { name: 'Ours', automation: false } })).body).toMatchObject({
    name: 'Ours',
    automation: false,
  })
  for (const body of [
    { owners: ['me'] },
    { isDefault: true },
    { phoneNumberId: '300000000000001' },
    { tokenSecret: null },
  ])
    expect(refusal(await put<unknown>(id, { as, body }))).toEqual([403, 'FORBIDDEN'])
})

it.each([
  ['no phone number id', { phoneNumberId: undefined }, '/phoneNumberId'],
  ['a phone number instead of its id', { phoneNumberId: '+972546800360' }, '/phoneNumberId'],
  ['no account', { wabaId: undefined }, '/wabaId'],
  ['a secret that is not bound', { tokenSecret: 'OTHER_TOKEN' }, '/tokenSecret'],
  ['events and no address for them', { events: ['*'] }, '/webhookUrl'],
  ['an owner that is none', { owners: ['a b'] }, '/owners/0'],
])('refuses a sender with %s', async (_, about, path) => {
  const answer = await post<ErrorAnswer>('/v1/sessions', { body: { ...shop, ...about } })
  expect([...refusal(answer), answer.body.fields?.[0]?.path]).toEqual([400, 'INVALID_REQUEST', path])
})

it('keeps one session for one number', async () => {
  const { id } = await create()
  expect(refusal(await post('/v1/sessions', { body: shop }))).toEqual([409, 'SESSION_EXISTS'])
  const other = await create({ phoneNumberId: '200000000000002' })
  expect(refusal(await put(other.id, { body: { phoneNumberId: shop.phoneNumberId } }))).toEqual([
    409,
    'SESSION_EXISTS',
  ])
  expect((await put(id, { body: { phoneNumberId: shop.phoneNumberId } })).status).toBe(200)
})

it('keeps one session for one number, however many make it at the same time', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => post('/v1/sessions', { body: shop })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409])
})

it('has one default at most', async () => {
  const { id } = await create({ isDefault: true })
  const defaults = async () =>
    (await get<SessionList>('/v1/sessions')).body.data.filter((one) => one.isDefault).map((one) => one.id)
  expect(await defaults()).toEqual([id])
  await put('ses_test', { body: { isDefault: true } })
  expect(await defaults()).toEqual(['ses_test'])
})

it('does not delete the default, nor one whose messages wait', async () => {
  const { id } = await create()
  const remove = (session: string) =>
    door.ask<ErrorAnswer>(`/v1/sessions/${session}`, { method: 'DELETE', as: 'operator' })
  expect(refusal(await remove('ses_test'))).toEqual([409, 'SESSION_IN_USE'])
  const sendAt = new Date(rig.clock.now().getTime() + 3_600_000).toISOString()
  const { body } = await send(id, { sendAt })
  const refused = await remove(id)
  expect(refusal(refused)).toEqual([409, 'SESSION_IN_USE'])
  expect(refused.body.message).toContain('not sent yet: 1.')
  await post(`/v1/messages/${body.id}/cancel`)
  expect((await remove(id)).status).toBe(200)
})

it('holds a sender, so that its messages wait, and resumes it', async () => {
  const { id } = await create()
  await numberAtMeta()
  const held = await post<SessionView>(`/v1/sessions/${id}/hold`, { body: { reason: 'Moving.' } })
  expect(held.body.hold).toEqual({
    code: 'SESSION_PAUSED',
    reason: 'Moving.',
    since: rig.clock.now().toISOString(),
  })
  const waiting = await send(id)
  expect([waiting.status, waiting.body.status, waiting.body.code]).toEqual([202, 'held', 'SESSION_PAUSED'])
  const again = await post<SessionView>(`/v1/sessions/${id}/hold`, { body: { reason: 'Another.' } })
  expect(again.body.hold?.reason).toBe('Moving.')
  const resumed = await post<ResumeAnswer>(`/v1/sessions/${id}/resume`)
  expect(resumed.body).toEqual({ id, resumed: true, woken: 1 })
  expect((await get(`/v1/sessions/${id}`)).body.hold).toBeNull()
  expect(await actions()).toEqual(['session.created', 'session.held', 'session.resumed'])
})

it('sends with the token of its own where a sender has one', async () => {
  await atMeta('token', { action: 'add', token: SHOP_TOKEN })
  await atMeta('token', { action: 'kill' })
  await numberAtMeta()
  const { id } = await create({ tokenSecret: SHOP_SECRET })
  expect((await send(id)).body.status).toBe('accepted')
  expect(rig.graph.received('+972546800360').map(({ phoneNumberId }) => phoneNumberId)).toEqual([
    shop.phoneNumberId,
  ])
  await put(id, { body: { tokenSecret: null } })
  expect((await send(id)).body.code).toBe('WHATSAPP_TOKEN_EXPIRED')
})

it('holds a sender whose own token is not bound any more, and burns no message', async () => {
  await firestoreSessions(rig.db).put({ ...rig.session, tokenSecret: 'GONE_TOKEN' })
  const { status, body } = await send('ses_test')
  expect([status, body.status, body.code]).toEqual([202, 'held', 'TOKEN_SECRET_MISSING'])
  expect((await get('/v1/sessions/ses_test')).body.hold?.code).toBe('TOKEN_SECRET_MISSING')
  expect(rig.graph.received('+972546800360')).toEqual([])
})

it('takes a sender for a paired phone, and says of each send that there is no runner', async () => {
  const { id, ...made } = await create({ channel: 'web', phoneNumberId: undefined, wabaId: undefined })
  expect(made).not.toHaveProperty('phoneNumberId')
  const answer = await send(id)
  expect(refusal(answer)).toEqual([500, 'RUNNER_NOT_CONFIGURED'])
  expect(answer.body.id).toMatch(/^msg_/)
  expect(refusal(await send(id, { dryRun: true }))).toEqual([500, 'RUNNER_NOT_CONFIGURED'])
  expect(rig.graph.received('+972546800360')).toEqual([])
  const { body: health } = await get<SessionHealth>(`/v1/sessions/${id}/health`)
  expect(health).toMatchObject({ state: 'unsupported', number: null, token: null })
})

it('keeps reports from Meta about a session while it is changed', async () => {
  const { id } = await create()
  const reported = { value: 'low', at: rig.clock.now() }
  await firestoreSessions(rig.db).recordSignal(id, 'quality', reported)
  await put(id, { body: { name: 'Other' } })
  const stored = (await firestoreSessions(rig.db).list(rig.session)).find((one) => one.id === id)
  expect(stored).toMatchObject({ name: 'Other', standing: { quality: reported } })
})

describe('health', () => {
  it('tells what Meta says of number and token, and when it last worked', async () => {
    await atMeta('phone-numbers', { quality_rating: 'YELLOW' })
    await send('ses_test')
    const sentAt = rig.clock.now().toISOString()
    await rig.settleWebhooks()
    const { status, body } = await get<SessionHealth>('/v1/sessions/ses_test/health')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: 'ses_test',
      state: 'ready',
      number: { quality: 'YELLOW', status: 'CONNECTED', throughput: 'STANDARD', messagingLimit: 'TIER_2K' },
      token: { state: 'valid' },
      hold: null,
      waiting: 0,
      lastSendAt: sentAt,
    })
    expect(body.lastWebhookAt).not.toBeNull()
    expect(JSON.stringify(body)).not.toContain('"token"}')
  })

  it('says why a sender does not send', async () => {
    await atMeta('token', { action: 'kill' })
    const { body } = await get<SessionHealth>('/v1/sessions/ses_test/health')
    expect(body).toMatchObject({ state: 'refused', number: null, token: { state: 'invalid' } })
    expect(body.reason).not.toBe('')
    await post('/v1/sessions/ses_test/hold', { body: { reason: 'Moving.' } })
    expect((await get<SessionHealth>('/v1/sessions/ses_test/health')).body).toMatchObject({
      state: 'held',
      reason: 'Moving.',
    })
  })

  it('counts what waits', async () => {
    const sendAt = new Date(rig.clock.now().getTime() + 3_600_000).toISOString()
    await send('ses_test', { sendAt })
    expect((await get<SessionHealth>('/v1/sessions/ses_test/health')).body).toMatchObject({
      waiting: 1,
      lastSendAt: null,
      lastWebhookAt: null,
    })
  })
})

describe('webhook settings', () => {
  const webhookUrl = 'https://example.com/hooks'

  it('make an endpoint, whose secret is shown once', async () => {
    const { id, webhookSecret, ...made } = await create({ webhookUrl, events: ['message.received'] })
    expect(webhookSecret).toMatch(/^whsec_/)
    expect(made).toMatchObject({ webhookUrl, enableWebhook: true, events: ['message.received'] })
    const endpoints = await rig.db.collection('endpoints').where('sessionId', '==', id).get()
    expect(endpoints.docs.map((one) => one.get('url') as string)).toEqual([webhookUrl])
    const { body } = await get(`/v1/sessions/${id}`)
    expect(body).toMatchObject({ webhookUrl })
    expect(body).not.toHaveProperty('webhookSecret')
  })

  it('are changed one by one, by the owner too', async () => {
    const { id } = await create()
    const as = await storedApiKey(rig, { scopes: ['sessions'] })
    const first = await put(id, { as, body: { webhookUrl } })
    expect(first.body).toMatchObject({ webhookUrl, enableWebhook: true, events: ['*'] })
    expect(first.body.webhookSecret).toMatch(/^whsec_/)
    const second = await put(id, { as, body: { enableWebhook: false } })
    expect(second.body).toMatchObject({ webhookUrl, enableWebhook: false })
    expect(second.body).not.toHaveProperty('webhookSecret')
  })

  it('rotate their secret', async () => {
    const { id, webhookSecret } = await create({ webhookUrl })
    const { body } = await post<WebhookSecretAnswer>(`/v1/sessions/${id}/webhook-secret`, {
      body: { overlapHours: 1 },
    })
    expect(body.webhookSecret).toMatch(/^whsec_/)
    expect(body.webhookSecret).not.toBe(webhookSecret)
    expect(refusal(await post('/v1/sessions/ses_test/webhook-secret'))).toEqual([404, 'ENDPOINT_NOT_FOUND'])
  })

  it('refuse an address inside, and then make nothing at all', async () => {
    const answer = await post('/v1/sessions', { body: { ...shop, webhookUrl: 'https://127.0.0.1/' } })
    expect(refusal(answer)).toEqual([400, 'ENDPOINT_URL_FORBIDDEN'])
    expect(answer.body).toMatchObject({ fields: [{ path: '/webhookUrl' }] })
    expect((await get<SessionList>('/v1/sessions')).body.data.map(({ id }) => id)).toEqual(['ses_test'])
  })

  it('go with the session', async () => {
    const { id } = await create({ webhookUrl })
    await door.ask(`/v1/sessions/${id}`, { method: 'DELETE', as: 'operator' })
    expect((await rig.db.collection('endpoints').where('sessionId', '==', id).get()).size).toBe(0)
  })
})
