import { Webhook } from 'standardwebhooks'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { OutgoingMessage } from '../index.ts'
import { simulateWebhook } from '../testing/index.ts'
import { toExpress, toFetch, verifyWebhook, type NodeRequest, type WaypostEvent } from './index.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const otherSecret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
const sentAt = new Date('2027-01-31T18:00:00Z')
const now = sentAt.getTime()
const rawBody = JSON.stringify({
  type: 'webhook.test',
  timestamp: '2027-01-31T18:00:00.000Z',
  data: { endpoint: 'ep_1', message: 'שלום 👋  two spaces' },
})

/** Signed by the reference implementation. */
const signed = (by = secret, body = rawBody, at = sentAt) => ({
  'webhook-id': 'dlv_1',
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': new Webhook(by).sign('dlv_1', at, body),
})

describe('a webhook', () => {
  it('that the reference implementation signed is an event with its delivery', async () => {
    const event = await verifyWebhook(secret, { headers: signed(), rawBody }, { now })
    expect(event).toEqual({ id: 'dlv_1', ...(JSON.parse(rawBody) as object) })
  })

  it('is read from text, bytes, and all kinds of headers', async () => {
    const bytes = Buffer.from(rawBody)
    for (const body of [rawBody, bytes, new Uint8Array(bytes).buffer])
      for (const headers of [signed(), new Headers(signed())])
        await expect(verifyWebhook(secret, { headers, rawBody: body }, { now })).resolves.toMatchObject({
          type: 'webhook.test',
        })
  })

  it('is valid under both secrets while they rotate', async () => {
    const rotating = `v1a,x ${signed(otherSecret)['webhook-signature']} ${signed()['webhook-signature']}`
    const headers = { ...signed(), 'webhook-signature': rotating }
    await expect(verifyWebhook(secret, { headers, rawBody }, { now })).resolves.toBeDefined()
    const webhook = { headers: signed(), rawBody }
    await expect(verifyWebhook([otherSecret, secret], webhook, { now })).resolves.toBeDefined()
  })

  it.each([
    ['of another secret', signed(otherSecret), rawBody, 'does not match'],
    ['whose body was changed', signed(), rawBody.replace('  ', ' '), 'does not match'],
    ['with a signature that is not base64', { ...signed(), 'webhook-signature': 'v1,%%' }, rawBody, 'match'],
    ['of another version', { ...signed(), 'webhook-signature': 'v2,AAAA' }, rawBody, 'does not match'],
    ['without a signature', { ...signed(), 'webhook-signature': undefined }, rawBody, 'no signature'],
    ['without an id', { ...signed(), 'webhook-id': '' }, rawBody, 'no signature'],
    ['without a time', { ...signed(), 'webhook-timestamp': 'soon' }, rawBody, 'too old'],
  ])('%s is refused', async (_, headers, body, message) => {
    const refused = verifyWebhook(secret, { headers, rawBody: body }, { now })
    await expect(refused).rejects.toMatchObject({ code: 'WEBHOOK_SIGNATURE_INVALID', status: 401 })
    await expect(refused).rejects.toThrow(message)
  })

  it('is refused outside of five minutes in both directions', async () => {
    const webhook = { headers: signed(), rawBody }
    for (const seconds of [-300, 300])
      await expect(verifyWebhook(secret, webhook, { now: now + seconds * 1000 })).resolves.toBeDefined()
    for (const seconds of [-301, 301])
      await expect(verifyWebhook(secret, webhook, { now: now + seconds * 1000 })).rejects.toThrow('too old')
    const patient = verifyWebhook(secret, webhook, { now: now + 900_000, toleranceSeconds: 900 })
    await expect(patient).resolves.toBeDefined()
  })

  it('that was parsed already asks for the raw body', async () => {
    const parsed = JSON.parse(rawBody) as string
    await expect(verifyWebhook(secret, { headers: signed(), rawBody: parsed }, { now })).rejects.toThrow(
      new TypeError('Pass the raw body of the request, not parsed JSON.'),
    )
  })

  it('has data by its type', () => {
    const check = (event: WaypostEvent) => {
      if (event.type === 'message.read') expectTypeOf(event.data).toEqualTypeOf<OutgoingMessage>()
      if (event.type === 'webhook.test') expectTypeOf(event.data.endpoint).toBeString()
    }
    expectTypeOf(check).toBeFunction()
  })
})

it('is simulated as the reference implementation verifies it', async () => {
  const data = { endpoint: 'ep_1', message: 'שלום' }
  const { headers, body, toRequest } = await simulateWebhook(secret, ['webhook.test', data], { id: 'dlv_7' })
  expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'webhook.test', data })
  expect(await toRequest().text()).toBe(body)
  await expect(verifyWebhook(secret, { headers, rawBody: body })).resolves.toMatchObject({ id: 'dlv_7' })
})

describe('an adapter', () => {
  const handled: string[] = []
  const errors: unknown[] = []
  const options = { now, onError: (error: unknown) => errors.push(error) }
  const handle = async ({ id }: WaypostEvent) => handled.push(id)
  const failing = () => Promise.reject(new Error('The database is down.'))

  it('for fetch answers 204, 401, or 500 to get the event again', async () => {
    const request = (headers: Record<string, string>) =>
      new Request('https://app.test', { method: 'POST', headers, body: rawBody })
    expect((await toFetch(secret, handle, options)(request(signed()))).status).toBe(204)
    expect((await toFetch(secret, handle, options)(request(signed(otherSecret)))).status).toBe(401)
    expect(handled.splice(0)).toEqual(['dlv_1'])
    expect((await toFetch(secret, failing, options)(request(signed()))).status).toBe(500)
    expect(errors.splice(0)).toEqual([new Error('The database is down.')])
  })

  it('for Express and Cloud Functions reads the raw body where it is', async () => {
    const answer = async (request: Omit<NodeRequest, 'headers'>) => {
      const response = { statusCode: 0, ended: false, end: () => (response.ended = true) }
      await toExpress(secret, handle, options)({ headers: signed(), ...request }, response)
      return [response.statusCode, response.ended]
    }
    expect(await answer({ body: Buffer.from(rawBody) })).toEqual([204, true])
    expect(await answer({ body: JSON.parse(rawBody), rawBody: Buffer.from(rawBody) })).toEqual([204, true])
    expect(await answer({ body: `${rawBody} ` })).toEqual([401, true])
    expect(await answer({ body: JSON.parse(rawBody) })).toEqual([500, true])
    expect(errors.splice(0)).toEqual([expect.any(TypeError)])
  })
})
