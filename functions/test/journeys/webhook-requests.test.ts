import { expect, it } from 'vitest'
import { willFail } from '../support/database.ts'
import { stack } from '../support/stack-api.ts'
import { post, register, signatureOf, statusItem, webhook } from '../support/post-webhook.ts'
import { hello, message, reaches, sent } from '../support/notify.ts'
import { operations } from '../support/stack-clock.ts'

/** Accepted, and Meta never says anything more by itself. */
const SILENT = '+12025550100'
const silent = () => sent(hello(SILENT))

it('answers Meta’s registration with the challenge, as plain text', async () => {
  const { status, headers, text } = await register({
    'hub.mode': 'subscribe',
    'hub.verify_token': stack.verifyToken,
    'hub.challenge': '1158201444',
  })
  expect(status).toBe(200)
  expect(text).toBe('1158201444')
  expect(headers.get('content-type')).toContain('text/plain')
})

it.each<[string, Record<string, string>]>([
  ['another token', { 'hub.verify_token': 'guess' }],
  ['another mode', { 'hub.mode': 'unsubscribe' }],
  ['no challenge', { 'hub.challenge': '' }],
  ['a challenge that is a page', { 'hub.challenge': '<script>alert(1)</script>' }],
])('refuses a registration with %s', async (_, odd) => {
  const { status, text } = await register({
    'hub.mode': 'subscribe',
    'hub.verify_token': stack.verifyToken,
    'hub.challenge': '1158201444',
    ...odd,
  })
  expect(status).toBe(403)
  expect(text).not.toContain('<script>')
})

it('refuses a registration without anything', async () => {
  expect((await register({})).status).toBe(403)
})

it.each<[string, string | undefined]>([
  ['none', undefined],
  ['an empty one', ''],
  ['one of other bytes', signatureOf('{}')],
  ['one of another secret', 'another secret'],
  ['the older SHA-1', 'sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709'],
])('refuses a request whose signature is %s', async (_, signature) => {
  const own = await silent()
  const body = JSON.stringify(webhook({ statuses: [statusItem(own, 'read')] }))
  const given = signature === 'another secret' ? signatureOf(body, signature) : signature
  const { status, text } = await post(body, { 'x-hub-signature-256': given })
  expect(status).toBe(401)
  expect(text).toContain('X-Hub-Signature-256')
  expect((await message(own.id)).status).toBe('accepted')
})

it('checks the signature over the bytes, however the JSON is written', async () => {
  const own = await silent()
  const body = JSON.stringify(
    webhook({ statuses: [statusItem(own, 'delivered', { name: 'ירון 🎉 / "' })] }),
    null,
    3,
  )
    .replaceAll('/', '\\/')
    .replaceAll('י', '\\u05d9')
  expect((await post(body)).status).toBe(200)
  await reaches(own.id, 'delivered')
})

it.each([['not json'], ['{"object":'], ['']])(
  'refuses %j as no JSON, although it is signed',
  async (body) => {
    expect((await post(body, { 'content-type': 'text/plain' })).status).toBe(400)
  },
)

it('answers any other method with 405', async () => {
  const { status, headers } = await fetch(stack.webhookUrl, { method: 'PUT', body: '{}' })
  expect(status).toBe(405)
  expect(headers.get('allow')).toBe('GET, POST')
})

it('does nothing for a body it has seen', async () => {
  const own = await silent()
  const body = webhook({ statuses: [statusItem(own, 'delivered')] })
  expect((await post(body)).text).toBe('stored')
  const before = await operations()
  expect(await post(body)).toMatchObject({ status: 200, text: 'seen' })
  const after = await operations()
  expect(after.firestore.writes).toBe(before.firestore.writes)
  expect(after.firestore.rpcs).toEqual(before.firestore.rpcs)
})

it('asks Meta to come again when it could not store, and stores then', async () => {
  const own = await silent()
  const body = webhook({ statuses: [statusItem(own, 'sent'), statusItem(own, 'read')] })
  // The intake tries twice itself.
  await willFail({ rpc: 'BatchWrite', code: 'UNAVAILABLE', times: 2 })
  const failed = await post(body)
  expect(failed.status).toBe(503)
  expect(Number(failed.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await message(own.id)).status).toBe('accepted')
  expect(await post(body)).toMatchObject({ status: 200, text: 'stored' })
  await reaches(own.id, 'read')
})

it('stores once what was stored although the answer got lost', async () => {
  const own = await silent()
  const body = webhook({ statuses: [statusItem(own, 'sent'), statusItem(own, 'delivered')] })
  await willFail({ rpc: 'BatchWrite', code: 'UNAVAILABLE', stage: 'after' })
  expect((await post(body)).status).toBe(200)
  const { timeline = [] } = await reaches(own.id, 'delivered')
  expect(timeline.filter(({ source }) => source === 'meta')).toHaveLength(2)
})
