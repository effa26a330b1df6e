import { NotifyRequest } from '@waypost/contract'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { notify, type Notification } from './notify.ts'

const notification: Notification = {
  phoneNumber: '+972546800360',
  templateName: 'order_shipped',
  languageCode: 'en_US',
  templateParameters: [{ type: 'text', text: 'ORD-1' }],
}
const user = { getIdToken: async () => 'id-token' }

/** A server that returns `next` and records the request. */
let next = { status: 200, body: '' }
let asked: IncomingMessage | undefined
const server = createServer((request, response) => {
  asked = request
  request.resume().on('end', () => response.writeHead(next.status).end(next.body))
})
const nodeFetch = globalThis.fetch

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  // A page resolves a path against its own origin; Node has none.
  globalThis.fetch = (path, init) => nodeFetch(new URL(path as string, origin), init)
})
afterAll(async () => {
  globalThis.fetch = nodeFetch
  await new Promise((resolve) => server.close(resolve))
})

const answering = (status: number, body: object | string) => {
  next = { status, body: typeof body === 'string' ? body : JSON.stringify(body) }
  return notify(user, notification, 'order-1')
}

it('is a request that the API takes', () => {
  expect(NotifyRequest.parse(notification)).toEqual(notification)
})

it('sends the ID token and the idempotency key', async () => {
  const sent = await answering(200, { id: 'msg_1', status: 'accepted' })
  expect(sent).toEqual({ id: 'msg_1', status: 'accepted' })
  expect(asked?.headers).toMatchObject({ authorization: 'Bearer id-token', 'idempotency-key': 'order-1' })
})

it('takes a 202 as sent: Waypost continues to process the message', async () => {
  await expect(answering(202, { id: 'msg_1', status: 'errored' })).resolves.toMatchObject({
    status: 'errored',
  })
})

it('tells why a message was refused, and whether to try again', async () => {
  const refusal = { code: 'RECIPIENT_INVALID', message: 'Too short.', retry: 'never', requestId: 'req_1' }
  await expect(answering(400, refusal)).rejects.toMatchObject({ name: 'NotifyError', ...refusal })
})

it.each([
  ['a page of HTML', 400, '<!DOCTYPE html>'],
  ['an empty 200', 200, ''],
  ['JSON of somebody else', 502, {}],
])('takes %s for no answer, to be asked again with the same key', async (_, status, body) => {
  await expect(answering(status, body)).rejects.toMatchObject({ code: 'NETWORK', retry: 'later' })
})

it('says so when the sign-in cannot be renewed', async () => {
  const signedOut = { getIdToken: () => Promise.reject(new Error('auth/user-token-expired')) }
  await expect(notify(signedOut, notification, 'order-1')).rejects.toMatchObject({ code: 'SIGN_IN' })
})
