import type { EmbeddedFirestore } from '@waypost/embedded-firestore'
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { buildDeployable, type Deployable } from '../support/deployable.ts'
import { textItem, webhook } from '../support/meta-webhooks.ts'
import { serveFunction, type ServedFunction } from '../support/served-function.ts'
import { startFirestore } from '../support/start-firestore.ts'

/** The function as it is deployed: bundled, in a process of its own, behind the platform's body parser. */
let deployable: Deployable
let firestore: EmbeddedFirestore
let served: ServedFunction
beforeAll(async () => {
  ;[deployable, firestore] = await Promise.all([buildDeployable(), startFirestore()])
  served = await serveFunction(deployable.entry, 'whatsappWebhook', {
    FIRESTORE_EMULATOR_HOST: firestore.host,
    WHATSAPP_APP_SECRET: 'old-secret, new-secret',
    WHATSAPP_VERIFY_TOKEN: 'verify me',
    RAW_RETENTION: 'unread',
  })
})
afterAll(async () => {
  await served.close()
  await firestore.close()
  deployable.remove()
})
beforeEach(() => {
  firestore.clear()
  firestore.resetCounts()
})

const signed = (body: Buffer, secret = 'new-secret'): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
let counter = 0
const newBody = (): Buffer =>
  Buffer.from(JSON.stringify(webhook({ messages: [textItem(String(counter++), 'hi')] })))

async function post(
  body: Buffer,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const response = await fetch(served.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: new Uint8Array(body),
  })
  return { status: response.status, text: await response.text() }
}
const writes = (): number => firestore.counts().writes

it.each(['old-secret', 'new-secret'])(
  'stores what is signed with %s, while the secret changes',
  async (secret) => {
    const body = newBody()
    expect(await post(body, { 'x-hub-signature-256': signed(body, secret) })).toEqual({
      status: 200,
      text: 'stored',
    })
    expect(writes()).toBe(1)
  },
)

it('checks the bytes as they came, whatever spaces, escapes and letters', async () => {
  const body = Buffer.from(
    ` {"object" : "whatsapp_business_account",\r\n"entry":[{"changes":[{"field":"x\\u00e9é😀","value":"\\/"}]}] }`,
  )
  expect(await post(body, { 'x-hub-signature-256': signed(body) })).toEqual({ status: 200, text: 'stored' })
  expect(
    await post(Buffer.concat([body, Buffer.from(' ')]), { 'x-hub-signature-256': signed(body) }),
  ).toMatchObject({ status: 401 })
})

it.each<[string, (body: Buffer) => Record<string, string>]>([
  ['no signature', () => ({})],
  ['an empty one', () => ({ 'x-hub-signature-256': '' })],
  ['one of another secret', (body) => ({ 'x-hub-signature-256': signed(body, 'other') })],
  ['one with nothing as its secret', (body) => ({ 'x-hub-signature-256': signed(body, '') })],
  ['one of another body', () => ({ 'x-hub-signature-256': signed(Buffer.from('{}')) })],
  ['one cut short', (body) => ({ 'x-hub-signature-256': signed(body).slice(0, -2) })],
  ['one without its prefix', (body) => ({ 'x-hub-signature-256': signed(body).slice('sha256='.length) })],
  [
    'only the old SHA-1 one',
    (body) => ({ 'x-hub-signature': `sha1=${createHmac('sha1', 'new-secret').update(body).digest('hex')}` }),
  ],
])('refuses %s and stores nothing', async (_what, headersOf) => {
  const body = newBody()
  expect(await post(body, headersOf(body))).toMatchObject({ status: 401 })
  expect(firestore.counts()).toMatchObject({ reads: 0, writes: 0, rpcs: {} })
})

it('takes a signed body that was not announced as JSON', async () => {
  const body = newBody()
  const headers = { 'x-hub-signature-256': signed(body), 'content-type': 'text/plain' }
  expect(await post(body, headers)).toEqual({ status: 200, text: 'stored' })
})

it('says when a signed body is no JSON', async () => {
  const body = Buffer.from('hello')
  const headers = { 'x-hub-signature-256': signed(body), 'content-type': 'text/plain' }
  expect(await post(body, headers)).toMatchObject({ status: 400 })
})

it('takes 3 MB and refuses more', async () => {
  const most = Buffer.alloc(3 * 1024 * 1024, ' ')
  newBody().copy(most)
  expect(await post(most, { 'x-hub-signature-256': signed(most) })).toEqual({ status: 200, text: 'stored' })
  const more = Buffer.concat([most, Buffer.from(' ')])
  expect(await post(more, { 'x-hub-signature-256': signed(more) })).toMatchObject({ status: 413 })
})

it('asks Meta to come again when the store is down, and stores the repeat', async () => {
  const body = newBody()
  firestore.failNext({ rpc: 'BatchWrite', code: 'UNAVAILABLE', times: 2 })
  expect(await post(body, { 'x-hub-signature-256': signed(body) })).toMatchObject({ status: 503 })
  expect(await post(body, { 'x-hub-signature-256': signed(body) })).toEqual({ status: 200, text: 'stored' })
  expect(await post(body, { 'x-hub-signature-256': signed(body) })).toEqual({ status: 200, text: 'seen' })
  expect(writes()).toBe(1)
})

it('registers with the verify token and with no other', async () => {
  const register = async (about: Record<string, string>) => {
    const response = await fetch(`${served.url}/?${new URLSearchParams(about).toString()}`)
    return [response.status, await response.text()]
  }
  const asMeta = { 'hub.mode': 'subscribe', 'hub.verify_token': 'verify me', 'hub.challenge': '1158201444' }
  expect(await register(asMeta)).toEqual([200, '1158201444'])
  const wrong = [
    { 'hub.verify_token': 'verify' },
    { 'hub.mode': 'unsubscribe' },
    { 'hub.challenge': '<script>' },
  ]
  for (const other of wrong) expect((await register({ ...asMeta, ...other }))[0]).toBe(403)
  expect((await register({}))[0]).toBe(403)
})

it('names the methods it knows', async () => {
  const response = await fetch(served.url, { method: 'DELETE' })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST'])
})
