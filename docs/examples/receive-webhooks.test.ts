import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { webhookServer } from './receive-webhooks.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const handled: string[] = []
let fails = false
const server = webhookServer(secret, async (event, id) => {
  if (fails) throw new Error('The database is away.')
  handled.push(`${id} ${event.type}`)
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => void server.close())
afterEach(() => {
  handled.length = 0
  fails = false
})

async function post(id: string, by = secret): Promise<number> {
  const body = JSON.stringify({
    type: 'message.read',
    timestamp: new Date().toISOString(),
    data: { text: 'שלום' },
  })
  const now = new Date()
  const { port } = server.address() as AddressInfo
  const { status } = await fetch(`http://127.0.0.1:${String(port)}/`, {
    method: 'POST',
    body,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(by).sign(id, now, body),
    },
  })
  return status
}

it('handles what is signed, once', async () => {
  expect([await post('dlv_1'), await post('dlv_1')]).toEqual([204, 204])
  expect(handled).toEqual(['dlv_1 message.read'])
})

it('refuses what somebody else signed', async () => {
  expect(await post('dlv_2', 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD')).toBe(401)
  expect(handled).toEqual([])
})

it('asks for it again when it could not handle it', async () => {
  fails = true
  expect(await post('dlv_3')).toBe(500)
  fails = false
  expect(await post('dlv_3')).toBe(204)
  expect(handled).toEqual(['dlv_3 message.read'])
})
