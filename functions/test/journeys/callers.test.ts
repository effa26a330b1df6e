import { beforeAll, expect, it } from 'vitest'
import { formatApiKey } from '../../src/auth/api-key.ts'
import { newApiKey } from '../support/database.ts'
import { stack } from '../support/stack-api.ts'
import { hello, message, notify, numbers, reaches, sent } from '../support/notify.ts'
import { idTokenOf } from '../support/sign-in.ts'

const number = numbers(21)
/** The number that Firebase verified for the plain user. */
const OWN = '+972546800360'

const token = { operator: '', sender: '', plain: '' }
beforeAll(async () => {
  ;[token.operator, token.sender, token.plain] = await Promise.all([
    idTokenOf('operator'),
    idTokenOf('sender'),
    idTokenOf('plain'),
  ])
})

it.each(['operator', 'sender'] as const)('lets a signed-in %s message any number', async (who) => {
  const answer = await notify(hello(number()), { as: token[who] })
  expect(answer.status).toBe(200)
  expect(answer.body).toMatchObject({ status: 'accepted', session: stack.sessionId })
  await reaches(answer.body.id, 'read', token[who])
})

it('lets a plain user message their own number, however it is written', async () => {
  for (const written of [OWN, '00972 54-680-0360'])
    expect((await sent(hello(written), { as: token.plain })).recipient).toBe(OWN)
})

it('lets a user with the least role message only themselves', async () => {
  const { status, body } = await notify(hello(number()), { as: token.plain })
  expect(status).toBe(403)
  expect(body).toMatchObject({ error: 'RECIPIENT_FORBIDDEN', retry: 'after-fix' })
  expect(body.message).toContain('own verified phone number')
})

it.each(['operator', 'sender', 'plain'] as const)('asks a %s whom to message', async (who) => {
  const { phoneNumber: _, ...nobody } = hello('')
  const { status, body } = await notify(nobody, { as: token[who] })
  expect(status).toBe(400)
  expect(body).toMatchObject({
    error: 'RECIPIENT_REQUIRED',
    fields: [{ path: '/phoneNumber', message: 'is required' }],
  })
})

it("shows Meta's own words of a status to operators, not to everybody who signs in", async () => {
  const mine = await sent(hello(OWN), { as: token.plain })
  const { timeline: asPlain = [] } = await reaches(mine.id, 'read', token.plain)
  const { timeline: asOperator = [] } = await message(mine.id, token.operator)
  expect(asPlain.some((entry) => 'data' in entry)).toBe(false)
  expect(asOperator.filter((entry) => 'data' in entry)).toHaveLength(3)
})

/** What the auth emulator would sign: not at all. Here for an hour that is over. */
const expiredToken = (): string => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: `https://securetoken.google.com/${stack.projectId}`,
    aud: stack.projectId,
    sub: 'demo-sender',
    user_id: 'demo-sender',
    auth_time: now - 7200,
    iat: now - 7200,
    exp: now - 3600,
    firebase: { identities: {}, sign_in_provider: 'password' },
  }
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`
}

it.each<[string, () => string | null, RegExp]>([
  ['no credentials', () => null, /Send "Authorization: Bearer/],
  ['a word that is no token', () => 'open-sesame', /no Firebase ID token of this project/],
  ['an ID token that has expired', expiredToken, /has expired\. Call getIdToken\(\) again/],
  ['an ID token cut short', () => token.sender.slice(0, -40), /no Firebase ID token|could not|expired/],
  ['a mistyped API key', () => `${stack.apiKey.slice(0, -1)}?`, /mistyped or cut short/],
  ['an API key of another project', () => formatApiKey('live', new Uint8Array(24)), /unknown here/],
])('refuses %s with 401, and says what to send', async (_what, credentials, words) => {
  const { status, headers, body } = await notify(hello(number()), { as: credentials() })
  expect(status, JSON.stringify(body)).toBe(401)
  expect(headers.get('www-authenticate')).toBe('Bearer')
  expect(body.error).toBe('UNAUTHORIZED')
  expect(body.message).toMatch(words)
})

it('refuses another scheme than Bearer', async () => {
  const { status, headers } = await notify(hello(number()), {
    as: null,
    headers: { authorization: `Basic ${stack.apiKey}` },
  })
  expect(status).toBe(401)
  expect(headers.get('www-authenticate')).toBe('Bearer')
})

it.each([
  ['expired', { expiresAt: new Date(Date.now() - 1000) }],
  ['revoked', { revokedAt: new Date(Date.now() - 1000) }],
])('refuses a key that was %s', async (word, about) => {
  const { status, headers, body } = await notify(hello(number()), { as: await newApiKey(about) })
  expect(status).toBe(401)
  expect(headers.get('www-authenticate')).toBe('Bearer')
  expect(body.message).toContain(word)
})

it('takes a live key as well as a test key', async () => {
  const answer = await sent(hello(number()), { as: await newApiKey({ mode: 'test' }) })
  expect(answer.status).toBe('accepted')
})

it('lets a key do only what its scopes say', async () => {
  const readOnly = await newApiKey({ scopes: ['read'] })
  const { status, body } = await notify(hello(number()), { as: readOnly })
  expect(status).toBe(403)
  expect(body).toMatchObject({
    error: 'FORBIDDEN',
    message: expect.stringContaining('"send"') as string,
  })
})

it('lets a key use only the sessions it is bound to', async () => {
  const bound = await newApiKey({ sessions: ['ses_elsewhere'] })
  const other = await notify({ ...hello(number()), session: stack.sessionId }, { as: bound })
  expect(other.status).toBe(403)
  expect(other.body.error).toBe('SESSION_FORBIDDEN')
  const none = await notify(hello(number()), { as: bound })
  expect(none.status).toBe(400)
  expect(none.body).toMatchObject({ error: 'SESSION_REQUIRED', message: 'session is required' })
})
