import { expect, it } from 'vitest'
import { expectedSignature, startTestSimulator, type TestSimulator } from './support/test-simulator.ts'

const to = '+972546800360'
const text = { type: 'text', text: { body: 'Hello' } }
const setDelivery = ({ control }: TestSimulator, delivery: object) =>
  control('POST', '/settings', { delivery })

it('escapes like PHP and signs the escaped bytes', async () => {
  const { control, hooks, simulator } = await startTestSimulator()
  await control('POST', '/inbound', { from: to, image: { caption: 'שלום 👍' } })
  await simulator.webhooksIdle()
  const [hook] = hooks
  const raw = hook?.raw.toString() ?? ''
  expect(raw).toContain('image\\/png')
  expect(raw).toContain('\\u05e9\\u05dc\\u05d5\\u05dd \\ud83d\\udc4d')
  expect(hook?.headers['x-hub-signature-256']).toBe(expectedSignature(hook?.raw ?? Buffer.from('')))
  expect(expectedSignature(Buffer.from(JSON.stringify(hook?.body)))).not.toBe(
    hook?.headers['x-hub-signature-256'],
  )
})

it('has the shape of webhook v24, and the conversation only when subscribed to v23', async () => {
  const { send, control, simulator, statuses, values } = await startTestSimulator()
  await send({ to, ...text, biz_opaque_callback_data: 'mine' })
  await simulator.webhooksIdle()
  const [sent, , read] = statuses()
  expect(sent).toEqual({
    id: expect.stringMatching(/^wamid\./) as string,
    status: 'sent',
    timestamp: expect.stringMatching(/^\d{10}$/) as string,
    recipient_id: '972546800360',
    recipient_user_id: expect.stringMatching(/^IL\.\d+$/) as string,
    biz_opaque_callback_data: 'mine',
    pricing: { billable: true, pricing_model: 'PMP', category: 'service', type: 'regular' },
  })
  expect(read).not.toHaveProperty('pricing')
  expect(values('messages')[0]).toMatchObject({
    messaging_product: 'whatsapp',
    contacts: [{ wa_id: '972546800360' }],
  })
  await control('POST', '/settings', { webhookVersion: 'v23' })
  await send({ to, ...text })
  await simulator.webhooksIdle()
  expect(statuses()[3]).toMatchObject({
    conversation: { origin: { type: 'service' }, expiration_timestamp: expect.any(String) as string },
  })
})

it('leaves contacts and user id out of a failure, and charges nothing', async () => {
  const { send, simulator, statuses, values } = await startTestSimulator()
  await send({ to: '+12025550110', ...text })
  await simulator.webhooksIdle()
  expect(values('messages')[0]).not.toHaveProperty('contacts')
  expect(Object.keys(statuses()[0] ?? {}).toSorted()).toEqual([
    'errors',
    'id',
    'recipient_id',
    'status',
    'timestamp',
  ])
})

it('posts again until the answer is 200, and takes nothing else for it', async () => {
  const play = await startTestSimulator()
  const answers = [500, 204, 302, 200]
  play.answer = () => ({ status: answers.shift() ?? 200 })
  await setDelivery(play, { compression: 1_000_000 })
  await play.control('POST', '/inbound', { from: to, text: 'Hi' })
  await play.simulator.webhooksIdle()
  expect(play.hooks).toHaveLength(4)
  expect(new Set(play.hooks.map(({ raw }) => raw.toString())).size).toBe(1)
  const { json } = await play.control('GET', '/webhooks')
  expect(json['webhooks']).toMatchObject([
    {
      state: 'delivered',
      attempts: [{ httpStatus: 500 }, { httpStatus: 204 }, { httpStatus: 302 }, { httpStatus: 200 }],
    },
  ])
})

it('drops a webhook after seven days of failures', async () => {
  const play = await startTestSimulator()
  play.answer = () => ({ status: 503 })
  await setDelivery(play, { compression: 10_000_000 })
  await play.control('POST', '/inbound', { from: to, text: 'Hi' })
  await play.simulator.webhooksIdle()
  const { json } = await play.control('GET', '/webhooks?state=dropped')
  expect(json['webhooks']).toHaveLength(1)
  expect(play.hooks.length).toBeGreaterThan(10)
})

it("keeps a webhook for a receiver that is down, on Meta's own schedule when time is not compressed", async () => {
  const play = await startTestSimulator()
  play.answer = () => ({ status: 503 })
  await setDelivery(play, { compression: 1 })
  await play.control('POST', '/inbound', { from: to, text: 'Hi' })
  await play.control('POST', '/webhooks/drain')
  await play.control('POST', '/webhooks/drain')
  expect((await play.control('GET', '/webhooks?state=waiting')).json['webhooks']).toHaveLength(1)
  play.answer = () => ({ status: 200 })
  play.simulator.advanceClock(24 * 3600)
  await play.simulator.webhooksIdle()
  expect((await play.control('GET', '/webhooks?state=delivered')).json['webhooks']).toHaveLength(1)
})

it('records a missing subscriber, and sends after an address is set', async () => {
  const play = await startTestSimulator()
  const url = String((await play.control('GET', '/state')).json['webhookUrl'])
  await play.control('POST', '/webhook-url', { url: 'http://127.0.0.1:1/unreachable' })
  await setDelivery(play, { compression: 1 })
  await play.control('POST', '/inbound', { from: to, text: 'Hi' })
  await play.control('POST', '/webhooks/drain')
  const { json } = await play.control('GET', '/webhooks')
  expect(json['webhooks']).toMatchObject([{ state: 'waiting', url: 'http://127.0.0.1:1/unreachable' }])
  play.simulator.setWebhookUrl(url)
  await play.control('POST', '/inbound', { from: to, text: 'Again' })
  await play.control('POST', '/webhooks/drain')
  expect(play.values('messages')).toHaveLength(1)
})

it('holds webhooks until they are released', async () => {
  const { send, control, simulator, hooks, statuses } = await startTestSimulator()
  await control('POST', '/webhooks/hold')
  await send({ to, ...text })
  await simulator.webhooksIdle()
  expect(hooks).toEqual([])
  expect((await control('GET', '/webhooks')).json).toMatchObject({ held: true, gathered: 3 })
  await control('POST', '/webhooks/release')
  await simulator.webhooksIdle()
  expect(statuses()).toHaveLength(3)
})

it('drains: everything planned happens and is posted now, even while held', async () => {
  const { send, control, statuses } = await startTestSimulator({ statusDelayMs: 60_000 })
  await control('POST', '/webhooks/hold')
  await send({ to, ...text })
  await control('POST', '/webhooks/drain')
  expect(
    statuses()
      .map(({ status }) => status)
      .toSorted(),
  ).toEqual(['delivered', 'read', 'sent'])
})

it('lets planned statuses happen when the clock reaches them', async () => {
  const { send, simulator, statuses } = await startTestSimulator({ statusDelayMs: 3_600_000 })
  await send({ to, ...text })
  simulator.advanceClock(2 * 3600)
  expect(simulator.received(to)[0]?.statuses.map(({ status }) => status)).toEqual(['sent', 'delivered'])
  await simulator.drainWebhooks()
  expect(statuses()).toHaveLength(3)
})

it('puts up to a thousand updates into one POST', async () => {
  const play = await startTestSimulator()
  await setDelivery(play, { batch: 1000, layout: 'merged' })
  await play.control('POST', '/webhooks/hold')
  await play.control('POST', '/statuses', { wamid: 'wamid.one', status: 'sent', repeat: 1499 })
  await play.control('POST', '/webhooks/release')
  await play.simulator.webhooksIdle()
  expect(play.hooks.map(({ body }) => body.entry[0]?.changes[0]?.value.statuses?.length).toSorted()).toEqual([
    1000, 500,
  ])
})

it.each([
  ['changes', 1, 3],
  ['entries', 3, 1],
  ['merged', 1, 1],
])('lays a batch out in %s', async (layout, entries, changes) => {
  const play = await startTestSimulator()
  await setDelivery(play, { batch: 10, layout })
  await play.control('POST', '/webhooks/hold')
  await play.send({ to, ...text })
  await play.simulator.webhooksIdle()
  await play.control('POST', '/webhooks/release')
  await play.simulator.webhooksIdle()
  expect(play.hooks).toHaveLength(1)
  expect(play.hooks[0]?.body.entry).toHaveLength(entries)
  expect(play.hooks[0]?.body.entry[0]?.changes).toHaveLength(changes)
  expect(play.statuses()).toHaveLength(3)
})

it('duplicates and reorders if configured', async () => {
  const play = await startTestSimulator()
  await setDelivery(play, { duplicates: 1, reorder: 'reverse', concurrency: 1, gatherMs: 1 })
  await play.control('POST', '/webhooks/hold')
  await play.send({ to, ...text })
  await play.simulator.webhooksIdle()
  await play.control('POST', '/webhooks/release')
  await play.simulator.webhooksIdle()
  expect(play.statuses().map(({ status }) => status)).toEqual([
    'read',
    'read',
    'delivered',
    'delivered',
    'sent',
    'sent',
  ])
})

it('verifies an address: the challenge must come back as it is', async () => {
  const play = await startTestSimulator()
  play.answer = ({ url }) => {
    const query = new URL(url, 'http://x').searchParams
    const isRight = query.get('hub.mode') === 'subscribe' && query.get('hub.verify_token') === 'verify me'
    return isRight ? { status: 200, body: query.get('hub.challenge') ?? '' } : { status: 403 }
  }
  expect((await play.control('POST', '/verify-webhook')).json).toMatchObject({
    verified: true,
    httpStatus: 200,
  })
  expect((await play.control('POST', '/verify-webhook', { verifyToken: 'wrong' })).json).toMatchObject({
    verified: false,
    httpStatus: 403,
  })
  play.answer = () => ({ status: 200, body: '"quoted"' })
  expect((await play.control('POST', '/verify-webhook')).json).toMatchObject({
    verified: false,
    reason: 'the answer is not the challenge',
  })
})

it('posts raw bodies, rightly signed, wrongly signed or not at all', async () => {
  const play = await startTestSimulator()
  play.answer = ({ headers, raw }) => ({
    status: headers['x-hub-signature-256'] === expectedSignature(raw) ? 200 : 401,
  })
  const post = async (more: object) =>
    (await play.control('POST', '/webhooks/raw', { body: '{ "odd" :  "sp/aces" }', ...more })).json[
      'httpStatus'
    ]
  expect(await post({})).toBe(200)
  expect(await post({ signature: 'wrong' })).toBe(401)
  expect(await post({ signature: 'none' })).toBe(401)
  expect(await post({ signature: 'none', headers: { 'X-Hub-Signature-256': 'sha256=short' } })).toBe(401)
  expect(play.hooks.map(({ raw }) => raw.toString())).toEqual(Array(4).fill('{ "odd" :  "sp/aces" }'))
})

it('forgets everything on reset, also what was planned', async () => {
  const { send, simulator, hooks, control } = await startTestSimulator({ statusDelayMs: 3_600_000 })
  await send({ to, ...text })
  await control('POST', '/settings', { pairLimit: false })
  await control('POST', '/reset')
  await simulator.webhooksIdle()
  expect(hooks).toEqual([])
  expect(simulator.received()).toEqual([])
  expect((await control('GET', '/state')).json).toMatchObject({
    settings: { pairLimit: true },
    counts: { received: 0, requests: 0 },
  })
})
