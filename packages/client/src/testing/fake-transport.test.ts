import { expect, it } from 'vitest'
import { createTestClient, errorAnswer } from './index.ts'

it('answers from its script in order, and repeats the last answer', async () => {
  const { waypost, transport } = createTestClient()
  transport.reply('GET /v1/health', { body: { ok: false } }, { body: { ok: true } })
  const answers = [await waypost.health.get(), await waypost.health.get(), await waypost.health.get()]
  expect(answers).toEqual([{ ok: false }, { ok: true }, { ok: true }])
})

it('answers by the request, and forgets an earlier script for the same route', async () => {
  const { waypost, transport } = createTestClient()
  transport.reply('GET /v1/messages/{id}', errorAnswer('MESSAGE_NOT_FOUND', { status: 404 }))
  transport.reply('GET /v1/messages/{id}', ({ path }) => ({ body: { id: path.split('/').at(-1) } }))
  await expect(waypost.messages.get('msg_7')).resolves.toEqual({ id: 'msg_7' })
})

it('records each request as the API would have received it', async () => {
  const { waypost, transport } = createTestClient({ apiKey: 'wp_test_1' })
  transport.reply('POST /v1/sendText', {})
  await waypost.sendText({ to: '+972546800360', text: 'שלום' }, { key: 'order-1' })
  expect(transport.requests).toEqual([
    {
      method: 'POST',
      path: '/v1/sendText',
      query: {},
      headers: {
        authorization: 'Bearer wp_test_1',
        'content-type': 'application/json',
        'idempotency-key': 'order-1',
      },
      body: { to: '+972546800360', text: 'שלום' },
    },
  ])
})

it('says which route has no script', async () => {
  const { waypost } = createTestClient()
  await expect(waypost.health.get()).rejects.toThrow('No answer is scripted for GET /v1/health.')
})

it('ends an aborted request like a network', async () => {
  const { transport } = createTestClient()
  const signal = AbortSignal.abort(new Error('left'))
  await expect(transport.fetch('https://waypost.test/v1/health', { signal })).rejects.toThrow('left')
  await expect(transport.wait(1, signal)).rejects.toThrow('left')
  expect(transport.requests).toEqual([])
})
