import type { DeliveryList, DeliveryView, EndpointView, EndpointWithSecret } from '@waypost/contract'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { z } from 'zod'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { newApiKey } from '../support/database.ts'
import { callApi, stack, type ApiRequest } from '../support/stack-api.ts'
import { hello, numbers, reaches, sent } from '../support/notify.ts'
import { idTokenOf } from '../support/sign-in.ts'
import { advance, settled } from '../support/stack-clock.ts'
import { webhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

const number = numbers(57)
const waypost = join(import.meta.dirname, '../../../scripts/waypost.ts')
let receiver: WebhookReceiver
const made: string[] = []
beforeAll(async () => {
  receiver = await webhookReceiver()
})
beforeEach(() => {
  receiver.came.length = 0
  receiver.answer(204)
})
afterAll(async () => {
  for (const id of made) await callApi(`/v1/endpoints/${id}`, { method: 'DELETE' })
  await receiver.close()
})

async function does<Body>(
  method: string,
  path: string,
  question: ApiRequest & { status: number },
): Promise<Body> {
  const answer = await callApi<Body>(path, { ...question, method })
  expect(answer.status, JSON.stringify(answer.body)).toBe(question.status)
  return answer.body
}
const post = <Body>(path: string, body: object, status: number, as?: string): Promise<Body> =>
  does('POST', path, { body, status, ...(as !== undefined && { as }) })

async function newEndpoint(input: object = {}): Promise<EndpointWithSecret> {
  const body = { url: receiver.url, events: ['*'], ...input }
  const endpoint = await post<EndpointWithSecret>('/v1/endpoints', body, 201)
  made.push(endpoint.id)
  receiver.trust(endpoint.secret)
  return endpoint
}
const delivery = (id: string): Promise<DeliveryView> => does('GET', `/v1/deliveries/${id}`, { status: 200 })
const comesTo = (id: string, state: DeliveryView['state']): Promise<DeliveryView> =>
  vi.waitFor(
    async () => {
      const view = await delivery(id)
      expect(view.state).toBe(state)
      return view
    },
    { timeout: 10_000, interval: 50 },
  )
/** Resolves when all of these types came. */
const comes = (...types: string[]): Promise<void> =>
  vi.waitFor(() => expect(receiver.came.map(({ type }) => type)).toEqual(expect.arrayContaining(types)), {
    timeout: 20_000,
    interval: 50,
  })
const test = async (id: string): Promise<string> =>
  (await post<{ delivery: string }>(`/v1/endpoints/${id}/test`, {}, 202)).delivery
const remove = (id: string): Promise<unknown> => does('DELETE', `/v1/endpoints/${id}`, { status: 200 })

it('tells an endpoint the life of a message, signed, each step once', async () => {
  const endpoint = await newEndpoint({ description: 'Orders' })
  expect(endpoint.secret).toMatch(/^whsec_/)
  const { id } = await sent({ ...hello(number()), metadata: { order: '1042' } })
  await reaches(id, 'read')
  await comes('message.accepted', 'message.sent', 'message.delivered', 'message.read')
  await settled()
  expect(receiver.came).toHaveLength(4)
  for (const { type, data } of receiver.came)
    expect(data).toMatchObject({ id, status: type.split('.')[1], metadata: { order: '1042' } })
  expect(receiver.forged()).toBe(0)
  const list = await does<z.infer<typeof DeliveryList>>(
    'GET',
    `/v1/deliveries?endpoint=${endpoint.id}&state=delivered&type=message.read`,
    { status: 200 },
  )
  expect(list.data.map((one) => one.body?.data['id'])).toEqual([id])
  await remove(endpoint.id)
})

it('sends a test event, and shows how it went', async () => {
  const { id } = await newEndpoint({ events: ['message.received'] })
  const view = await comesTo(await test(id), 'delivered')
  expect(view).toMatchObject({ type: 'webhook.test', attempts: 1, log: [{ status: 204 }] })
  expect(receiver.came).toMatchObject([{ id: view.id, type: 'webhook.test', data: { endpoint: id } }])
  await remove(id)
})

it('tries again when the endpoint is in trouble', async () => {
  const { id } = await newEndpoint()
  receiver.answer(500)
  const view = await comesTo(await test(id), 'retrying')
  expect(view.retryAt).toBeDefined()
  receiver.answer(200)
  await advance(7)
  expect((await comesTo(view.id, 'delivered')).attempts).toBe(2)
  expect(new Set(receiver.came.map((one) => one.id)).size).toBe(1)
  await remove(id)
})

it('disables an endpoint that is gone; once enabled, what failed is replayed', async () => {
  const { id } = await newEndpoint()
  receiver.answer(410)
  const view = await comesTo(await test(id), 'cancelled')
  const shown = await does<EndpointView>('GET', `/v1/endpoints/${id}`, { status: 200 })
  expect(shown).toMatchObject({ enabled: false, disabled: { reason: 'It answered 410 Gone.' } })
  expect(await post(`/v1/endpoints/${id}/test`, {}, 409)).toMatchObject({ error: 'ENDPOINT_DISABLED' })
  receiver.answer(200)
  const enabled = await does<EndpointView>('PUT', `/v1/endpoints/${id}`, {
    body: { enabled: true },
    status: 200,
  })
  expect(enabled).not.toHaveProperty('disabled')
  const input = { since: view.createdAt, failedOnly: true, endpoint: id }
  expect(await post('/v1/deliveries/replay', input, 202)).toEqual({ replayed: 1, skipped: 0 })
  await comesTo(view.id, 'delivered')
  await post(`/v1/deliveries/${view.id}/resend`, {}, 202)
  await vi.waitFor(async () => expect((await delivery(view.id)).attempts).toBe(3), { timeout: 10_000 })
  await remove(id)
})

it('takes a new secret while the old one is still believed', async () => {
  const { id, secret: old } = await newEndpoint()
  const { secret } = await post<EndpointWithSecret>(`/v1/endpoints/${id}/rotate`, { overlapHours: 1 }, 200)
  expect(secret).not.toBe(old)
  for (const one of [old, secret]) {
    receiver.trust(one)
    await comesTo(await test(id), 'delivered')
  }
  await remove(id)
})

it.each([
  ['http://example.com/hook', 'https'],
  ['https://10.0.0.1/hook', 'private'],
  ['https://169.254.169.254/', 'link-local'],
])('does not take the address %s', async (url, words) => {
  const refusal = await post<{ error: string; message: string }>('/v1/endpoints', { url, events: ['*'] }, 400)
  expect(refusal.error).toBe('ENDPOINT_URL_FORBIDDEN')
  expect(refusal.message).toContain(words)
})

it('says why nothing reaches an address that only leads to a private one', async () => {
  const { id } = await newEndpoint({ url: 'https://waypost.invalid/hook' })
  const view = await comesTo(await test(id), 'retrying')
  expect(view.log?.[0]?.reason).toMatch(/name/)
  await remove(id)
})

it('hides endpoints and deliveries of other owners', async () => {
  const { id } = await newEndpoint()
  const dlv = await test(id)
  const stranger = await newApiKey({ owner: 'stranger', scopes: ['webhooks'] })
  for (const path of [`/v1/endpoints/${id}`, `/v1/deliveries/${dlv}`])
    await does('GET', path, { as: stranger, status: 404 })
  await post(`/v1/endpoints/${id}/rotate`, {}, 404, stranger)
  await post(`/v1/deliveries/${dlv}/resend`, {}, 404, stranger)
  const everything = { url: receiver.url, events: ['*'], session: '*' }
  await post('/v1/endpoints', everything, 403, stranger)
  await post('/v1/endpoints', { ...everything, session: stack.sessionId }, 403, stranger)
  const operator = await idTokenOf('operator')
  await does('GET', `/v1/endpoints/${id}`, { as: operator, status: 200 })
  const plain = await idTokenOf('plain')
  await does('GET', '/v1/endpoints', { as: plain, status: 403 })
  await comesTo(dlv, 'delivered')
  await remove(id)
})

it('forwards events to a developer’s machine by `waypost listen`, and leaves nothing behind', async () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  receiver.trust(secret)
  const child = spawn(
    process.execPath,
    [
      waypost,
      'listen',
      '--project',
      'acme',
      '--forward',
      receiver.url,
      '--events',
      'message.accepted,message.read',
    ],
    {
      env: {
        ...process.env,
        WAYPOST_API_URL: stack.apiUrl,
        WAYPOST_API_KEY: stack.apiKey,
        WAYPOST_WEBHOOK_SECRET: secret,
      },
    },
  )
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (piece: Buffer) => (said.stdout += piece.toString()))
  child.stderr.on('data', (piece: Buffer) => (said.stderr += piece.toString()))
  await vi.waitFor(() => expect(said.stderr).toContain('Ctrl-C'), { timeout: 20_000, interval: 50 })
  const { id } = await sent(hello(number()))
  await comes('message.accepted', 'message.read')
  for (const { data } of receiver.came) expect(data['id']).toBe(id)
  expect(receiver.forged()).toBe(0)
  await vi.waitFor(() => expect(said.stdout).toMatch(/message.accepted dlv_\w+ 204/))
  child.kill('SIGTERM')
  const [code] = (await once(child, 'exit')) as [number | null]
  expect(code).toBe(0)
  const { data } = await does<{ data: EndpointView[] }>('GET', '/v1/endpoints', { status: 200 })
  expect(data.filter((one) => one.url === undefined)).toEqual([])
})
