import { expect, it } from 'vitest'
import { APP_SECRET, PHONE, startTestSimulator, WABA } from './support/test-simulator.ts'

const phone = `/v26.0/${PHONE}`
const appId = '670000000000001'
const appToken = { authorization: `Bearer ${appId}|${APP_SECRET}` }
const person = '+972546800360'

it('reads parameters from the query, beside a form and beside JSON', async () => {
  const { graph, simulator } = await startTestSimulator()
  const form = new FormData()
  form.append('file', new Blob(['%PDF-1.4'], { type: 'application/pdf' }), 'a.pdf')
  expect((await graph('POST', `${phone}/media?messaging_product=whatsapp`, form)).status).toBe(200)
  const text = encodeURIComponent('{"body":"Hello"}')
  const query = `messaging_product=whatsapp&to=972546800360&type=text&text=${text}&access_token=unused`
  const sent = await graph('POST', `${phone}/messages?${query}`)
  expect(sent.status).toBe(200)
  expect(simulator.received(person)).toMatchObject([{ input: '972546800360', content: { body: 'Hello' } }])
})

it('takes the body for what both name', async () => {
  const { graph, simulator } = await startTestSimulator()
  const body = { messaging_product: 'whatsapp', to: person, type: 'text', text: { body: 'Body' } }
  await graph('POST', `${phone}/messages?to=16505551234`, body)
  expect(simulator.received()).toMatchObject([{ waId: '972546800360' }])
})

it('reads digits without plus as international, or with the own country code when set so', async () => {
  const { send, simulator, control } = await startTestSimulator()
  const message = { to: '972546800360', type: 'text', text: { body: 'Hello' } }
  await send(message)
  await control('POST', '/settings', { plusless: 'own_country' })
  await send(message)
  expect(simulator.received().map(({ waId }) => waId)).toEqual(['972546800360', '1972546800360'])
})

it.each([
  [
    'GET',
    `${phone}/nothing_here`,
    100,
    'nonexisting field (nothing_here) on node type (WhatsAppBusinessPhoneNumber)',
  ],
  ['GET', `/v26.0/${WABA}/nothing_here`, 100, 'node type (WhatsAppBusinessAccount)'],
  ['POST', `${phone}/nothing_here`, 2500, 'Unknown path components: /nothing_here'],
  ['DELETE', `${phone}/messages`, 2500, 'Unknown path components: /messages'],
])('answers %s %s with code %i', async (method, path, code, words) => {
  const { graph } = await startTestSimulator()
  const { status, json } = await graph(method, path)
  expect([status, json.error?.code]).toEqual([400, code])
  expect(json.error?.message).toContain(words)
})

it('answers an edge of an unknown object like the unknown object', async () => {
  const { graph } = await startTestSimulator()
  const { json } = await graph('GET', '/v26.0/999/messages')
  expect(json.error).toMatchObject({ code: 100, error_subcode: 33 })
})

it('shows and changes the business profile', async () => {
  const { graph } = await startTestSimulator()
  const path = `${phone}/whatsapp_business_profile`
  const change = { messaging_product: 'whatsapp', about: 'Open until six', websites: ['https://example.com'] }
  expect((await graph('POST', path, change)).json).toEqual({ success: true })
  expect((await graph('GET', `${path}?fields=about,email,websites`)).json.data).toEqual([change])
  expect((await graph('POST', path, { ...change, about: 'x'.repeat(140) })).json.error?.code).toBe(100)
})

it('makes, shows, changes and deletes QR codes', async () => {
  const { graph } = await startTestSimulator()
  const path = `${phone}/message_qrdls`
  const made = await graph('POST', path, { prefilled_message: 'Hi', generate_qr_image: 'PNG' })
  const code = String(made.json['code'])
  expect(made.json).toMatchObject({ prefilled_message: 'Hi', qr_image_url: expect.any(String) as string })
  await graph('POST', path, { code, prefilled_message: 'Ho' })
  expect((await graph('GET', path)).json.data).toMatchObject([{ code, prefilled_message: 'Ho' }])
  expect((await graph('DELETE', `${path}/${code}`)).json).toEqual({ success: true })
  expect((await graph('GET', `${path}/${code}`)).json.error?.code).toBe(100)
})

it('blocks only people who wrote lately, and their messages do not arrive until they are unblocked', async () => {
  const play = await startTestSimulator()
  const block = (user: string) => ({ messaging_product: 'whatsapp', block_users: [{ user }] })
  const path = `${phone}/block_users`
  const refused = await play.graph('POST', path, block(person))
  expect(refused.json['block_users']).toMatchObject({ added_users: [], failed_users: [{ input: person }] })
  await play.control('POST', '/inbound', { from: person, text: 'Hi' })
  const taken = await play.graph('POST', path, block(person))
  expect(taken.json['block_users']).toEqual({ added_users: [{ input: person, wa_id: '972546800360' }] })
  expect((await play.graph('GET', path)).json.data).toMatchObject([{ wa_id: '972546800360' }])
  const written = await play.control('POST', '/inbound', { from: person, text: 'Are you there?' })
  expect(written.json['blocked']).toBe(true)
  await play.graph('DELETE', path, block(person))
  await play.control('POST', '/inbound', { from: person, text: 'Now?' })
  await play.simulator.webhooksIdle()
  const bodies = play.values('messages').flatMap(({ messages = [] }) => messages.map(({ text }) => text))
  expect(bodies).toEqual([{ body: 'Hi' }, { body: 'Now?' }])
})

it('shows and changes the subscription of the app, to the app alone', async () => {
  const { graph, hooks, ...play } = await startTestSimulator()
  const path = `/v26.0/${appId}/subscriptions`
  expect((await graph('GET', path)).json.error?.code).toBe(15)
  const [first] = (await graph('GET', path, undefined, appToken)).json.data ?? []
  expect(first).toMatchObject({ object: 'whatsapp_business_account', active: true })
  play.answer = () => ({ status: 500 })
  const change = {
    object: 'whatsapp_business_account',
    callback_url: String(first?.['callback_url']),
    verify_token: 'verify me',
    fields: 'messages,flows',
  }
  expect((await graph('POST', path, { ...change, verify_token: 'other' }, appToken)).json.error?.code).toBe(
    2200,
  )
  expect(hooks.at(-1)?.url).toContain('hub.verify_token=other')
  await graph('DELETE', path, { fields: ['messages'] }, appToken)
  expect((await graph('GET', path, undefined, appToken)).json.data).toEqual([])
})
