import { SendRequest } from '@waypost/contract'
import { createTestClient } from '@waypost/client/testing'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { orderShipped } from './send-with-client.ts'

const { transport } = createTestClient()
const nodeFetch = globalThis.fetch
beforeAll(() => {
  globalThis.fetch = transport.fetch
})
afterAll(() => {
  globalThis.fetch = nodeFetch
})
beforeEach(() => transport.requests.splice(0))

it('sends what the API reads, under a key of the order', async () => {
  transport.reply('POST /v1/send', { body: { id: 'msg_1', status: 'accepted' } })
  expect(await orderShipped('1042', '+972546800360')).toBe('accepted')
  expect(transport.requests[0]?.headers['idempotency-key']).toBe('order-1042-shipped')
  expect(SendRequest.safeParse(transport.requests[0]?.body).success).toBe(true)
})

it('returns why a customer cannot be reached, and throws everything else', async () => {
  const refusal = { message: 'The phone number is not valid.', retry: 'never' }
  transport.reply('POST /v1/send', { status: 400, body: { code: 'RECIPIENT_INVALID', ...refusal } })
  expect(await orderShipped('1042', '12')).toBe('The phone number is not valid.')
  transport.reply('POST /v1/send', { status: 403, body: { code: 'FORBIDDEN', ...refusal } })
  await expect(orderShipped('1042', '12')).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
