import type {
  AuditList,
  ErrorAnswer,
  KeyView,
  NewKeyAnswer,
  SessionDetails,
  SessionHealth,
  SessionList,
} from '@waypost/contract'
import { beforeAll, expect, it } from 'vitest'
import { callApi, stack, type Answer } from '../support/stack-api.ts'
import { hello, notify, numbers } from '../support/notify.ts'
import { idTokenOf } from '../support/sign-in.ts'
import { received } from '../support/simulator.ts'
import { advance } from '../support/stack-clock.ts'

const number = numbers(44)
/** Every instance has forgotten by then what it knew. */
const FORGOTTEN_SECONDS = 31

let operator = ''
let sender = ''
beforeAll(async () => {
  ;[operator, sender] = await Promise.all([idTokenOf('operator'), idTokenOf('sender')])
})

const post = <Body>(path: string, body: object = {}, as = operator): Promise<Answer<Body>> =>
  callApi<Body>(path, { method: 'POST', as, body })
const newKey = async (about: object = {}): Promise<NewKeyAnswer> => {
  const input = {
    name: 'Journey',
    owner: 'journey-keys',
    mode: 'live',
    scopes: ['send', 'sessions'],
    ...about,
  }
  const { status, body } = await post<NewKeyAnswer>('/v1/keys', input)
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const lastActs = async (target: string) =>
  (await callApi<AuditList>(`/v1/audit?target=${target}`, { as: operator })).body.data

it('an operator makes a key, a server sends with it, and after its revocation no more', async () => {
  const { id, secret } = await newKey()
  const sent = await notify(hello(number()), { as: secret })
  expect(sent.status).toBe(200)
  const shown = await callApi<KeyView>(`/v1/keys/${id}`, { as: operator })
  expect(shown.body).toMatchObject({ state: 'active', owner: 'journey-keys', uses: 1 })
  expect(JSON.stringify(shown.body)).not.toContain(secret)
  await post(`/v1/keys/${id}/revoke`)
  await advance(FORGOTTEN_SECONDS)
  const to = number()
  const refused = await notify(hello(to), { as: secret })
  expect([refused.status, refused.body.error]).toEqual([401, 'UNAUTHORIZED'])
  expect(refused.body.message).toContain('revoked')
  expect((await received(to)).attempts).toEqual([])
  const acts = await lastActs(id)
  expect(acts.map(({ action }) => action)).toEqual(['key.revoked', 'key.created'])
  expect(acts[0]?.requestId).toMatch(/^req_/)
})

it('a key is rolled without a request that fails', async () => {
  const old = await newKey()
  const { status, body: fresh } = await post<NewKeyAnswer>(`/v1/keys/${old.id}/roll`, { overlapHours: 1 })
  expect(status).toBe(201)
  await advance(FORGOTTEN_SECONDS)
  for (const secret of [old.secret, fresh.secret])
    expect((await notify(hello(number()), { as: secret })).status).toBe(200)
})

it.each(['sender', 'plain'] as const)('keeps keys, senders and the audit log from a %s', async (who) => {
  const as = who === 'sender' ? sender : await idTokenOf('plain')
  for (const path of ['/v1/keys', '/v1/audit'])
    expect((await callApi<ErrorAnswer>(path, { as })).body.error).toBe('FORBIDDEN')
  expect((await post<ErrorAnswer>('/v1/sessions', {}, as)).body.error).toBe('FORBIDDEN')
})

it('a new session belongs to its owner alone', async () => {
  const mine = await newKey()
  const other = await newKey({ owner: 'journey-others' })
  const made = await post<SessionDetails>('/v1/sessions', {
    name: 'Paired phone of a journey',
    channel: 'web',
    owners: ['journey-keys'],
  })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  const path = `/v1/sessions/${made.body.id}`
  try {
    const listed = await callApi<SessionList>('/v1/sessions', { as: mine.secret })
    expect(listed.body.data.map(({ id }) => id)).toEqual([made.body.id])
    const forbidden = await callApi<ErrorAnswer>(path, { as: other.secret })
    expect([forbidden.status, forbidden.body.error]).toEqual([403, 'SESSION_FORBIDDEN'])
    const sent = await notify({ ...hello(number()), session: made.body.id }, { as: mine.secret })
    expect([sent.status, sent.body.error]).toEqual([500, 'RUNNER_NOT_CONFIGURED'])
    const hooked = await callApi<SessionDetails>(path, {
      method: 'PUT',
      as: mine.secret,
      body: { webhookUrl: 'https://example.com/hooks', enableWebhook: false },
    })
    expect(hooked.status, JSON.stringify(hooked.body)).toBe(200)
    expect(hooked.body.webhookSecret).toMatch(/^whsec_/)
  } finally {
    expect((await callApi(path, { method: 'DELETE', as: operator })).status).toBe(200)
  }
  expect((await lastActs(made.body.id)).map(({ action }) => action)).toEqual([
    'session.deleted',
    'session.changed',
    'session.created',
  ])
})

it('says how the sender of this installation is', async () => {
  const { status, body } = await callApi<SessionHealth>(`/v1/sessions/${stack.sessionId}/health`, {
    as: operator,
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({ channel: 'cloud', number: { status: 'CONNECTED' }, token: { state: 'valid' } })
})

it('records what an operator sends', async () => {
  const { body } = await notify(hello(number()), { as: operator })
  expect((await lastActs(body.id)).map(({ action }) => action)).toEqual(['message.sent'])
})
