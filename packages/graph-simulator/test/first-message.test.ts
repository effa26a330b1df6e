import { expect, it } from 'vitest'
import { expectedSignature, startTestSimulator, WABA, wamidOf } from './support/test-simulator.ts'

const jaspers = {
  to: '+972546800360',
  type: 'template',
  biz_opaque_callback_data: 'w1:msg_1:1:',
  template: {
    name: 'jaspers_market_image_cta_v1',
    language: { code: 'en_US' },
    components: [
      { type: 'header', parameters: [{ type: 'image', image: { link: 'https://example.com/image.jpg' } }] },
      { type: 'body', parameters: [{ type: 'text', text: 'Variable #1' }] },
      { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'ORD-1' }] },
    ],
  },
}

it('accepts the example of the HTTP contract and remembers what the recipient reads', async () => {
  const { send, simulator } = await startTestSimulator()
  const answer = await send(jaspers)
  expect(answer.status).toBe(200)
  expect(answer.json).toEqual({
    messaging_product: 'whatsapp',
    contacts: [{ input: '+972546800360', wa_id: '972546800360' }],
    messages: [{ id: expect.stringMatching(/^wamid\./) as string, message_status: 'accepted' }],
  })
  expect(simulator.received('+972546800360')).toMatchObject([
    {
      callbackData: 'w1:msg_1:1:',
      answered: true,
      template: { name: 'jaspers_market_image_cta_v1', language: 'en_US' },
      filled: {
        header: 'https://example.com/image.jpg',
        body: 'Fresh this week at the market: Variable #1. Come and see!',
        buttons: [{ value: 'https://example.com/orders/ORD-1' }],
      },
    },
  ])
  expect(simulator.received('+16505551234')).toEqual([])
})

it('posts sent, delivered and read, each signed over its very bytes', async () => {
  const { send, simulator, hooks, statuses } = await startTestSimulator({ statusDelayMs: 1 })
  const wamid = wamidOf(await send(jaspers))
  await simulator.webhooksIdle()
  expect(statuses().map(({ status }) => status)).toEqual(['sent', 'delivered', 'read'])
  for (const hook of hooks) {
    expect(hook.body).toMatchObject({ object: 'whatsapp_business_account', entry: [{ id: WABA }] })
    expect(hook.headers['x-hub-signature-256']).toBe(expectedSignature(hook.raw))
  }
  expect(statuses()[0]).toMatchObject({
    id: wamid,
    recipient_id: '972546800360',
    biz_opaque_callback_data: 'w1:msg_1:1:',
    pricing: { pricing_model: 'PMP', category: 'marketing', type: 'regular' },
  })
})

it('lists the templates of the business account', async () => {
  const { graph } = await startTestSimulator()
  const answer = await graph('GET', `/v26.0/${WABA}/message_templates?fields=name,language,status&limit=100`)
  expect(answer.status).toBe(200)
  const names = answer.json.data ?? []
  expect(names).toContainEqual(
    expect.objectContaining({ name: 'order_shipped', language: 'he', status: 'APPROVED' }),
  )
  expect(new Set(names.map(({ status }) => status))).toEqual(
    new Set(['APPROVED', 'PAUSED', 'DISABLED', 'REJECTED', 'PENDING']),
  )
})
