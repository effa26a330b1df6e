import type { MessageList } from '@waypost/contract'
import { expect, it } from 'vitest'
import { callApi, stack } from '../support/stack-api.ts'
import { example, hello, notify, numbers, sent } from '../support/notify.ts'
import { idTokenOf } from '../support/sign-in.ts'
import { received } from '../support/simulator.ts'

const number = numbers(23)

it('shows the exact payload, keeps nothing and sends nothing', async () => {
  const to = number()
  const { status, body } = await notify({ ...example, phoneNumber: to, dryRun: true })
  expect(status).toBe(200)
  expect(body).toEqual({
    dryRun: true,
    recipient: to,
    session: stack.sessionId,
    payload: {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to,
      type: 'template',
      template: {
        name: 'jaspers_market_image_cta_v1',
        language: { code: 'en_US' },
        components: [
          {
            type: 'header',
            parameters: [{ type: 'image', image: { link: 'https://example.com/image.jpg' } }],
          },
          { type: 'body', parameters: [{ type: 'text', text: 'Variable #1' }] },
          { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'ORD-1' }] },
        ],
      },
    },
  })
  expect((await received(to)).attempts).toEqual([])
  const kept = await callApi<MessageList>(`/v1/messages?to=${encodeURIComponent(to)}`)
  expect(kept.body.data).toEqual([])
})

it('shows what would really be sent', async () => {
  const to = number()
  const { body } = await notify<{ payload: { template: object } }>({
    ...example,
    phoneNumber: to,
    dryRun: true,
  })
  await sent({ ...example, phoneNumber: to })
  const { messages } = await received(to)
  expect(messages[0]?.content).toEqual(body.payload.template)
})

it('does not take the idempotency key of the real request', async () => {
  const headers = { 'idempotency-key': 'dry-then-real' }
  await notify({ ...hello(number()), dryRun: true }, { headers })
  const real = await notify(hello(number()), { headers })
  expect(real.status).toBe(200)
  expect(real.headers.has('idempotency-replayed')).toBe(false)
})

it('refuses like the real request', async () => {
  const plain = await idTokenOf('plain')
  const { status, body } = await notify({ ...hello(number()), dryRun: true }, { as: plain })
  expect(status).toBe(403)
  expect(body.error).toBe('RECIPIENT_FORBIDDEN')
})
