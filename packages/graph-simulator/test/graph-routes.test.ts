import { createHash, createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { APP_SECRET, PHONE, startTestSimulator, TOKEN, WABA } from './support/test-simulator.ts'

const text = { messaging_product: 'whatsapp', to: '+972546800360', type: 'text', text: { body: 'Hello' } }

it('answers with the headers of Graph: version, trace ids, usage', async () => {
  const { graph } = await startTestSimulator()
  const { headers } = await graph('GET', `/v26.0/${WABA}/message_templates`)
  expect(headers.get('facebook-api-version')).toBe('v26.0')
  expect(headers.get('x-fb-trace-id')).toMatch(/^A[\w-]+$/)
  expect(headers.get('x-fb-request-id')).toBe(headers.get('x-fb-trace-id'))
  expect(JSON.parse(headers.get('x-app-usage') ?? '')).toEqual({
    call_count: 1,
    total_cputime: 0,
    total_time: 0,
  })
  expect(Object.keys(JSON.parse(headers.get('x-business-use-case-usage') ?? '') as object)).toEqual([WABA])
  expect(headers.get('etag')).toMatch(/^"[0-9a-f]{40}"$/)
})

it('serves living versions as themselves, expired ones with the oldest living, none with the default', async () => {
  const { graph } = await startTestSimulator({ now: () => new Date('2026-11-21T12:00:00Z') })
  const served = async (prefix: string) =>
    (await graph('GET', `${prefix}/${PHONE}`)).headers.get('facebook-api-version')
  expect(await served('/v25.0')).toBe('v25.0')
  expect(await served('/v20.0')).toBe('v21.0')
  expect(await served('')).toBe('v26.0')
  const unknown = await graph('GET', `/v99.0/${PHONE}`)
  expect([unknown.status, unknown.json.error?.code]).toEqual([400, 2500])
})

it('lets a version expire when the clock moves past its last day', async () => {
  const { graph, simulator } = await startTestSimulator({ now: () => new Date('2027-01-21T12:00:00Z') })
  const served = async () => (await graph('GET', `/v21.0/${PHONE}`)).headers.get('facebook-api-version')
  expect(await served()).toBe('v21.0')
  simulator.advanceClock(86_400)
  expect(await served()).toBe('v22.0')
})

it('refuses requests without, with an unknown, an expired and a killed token', async () => {
  const { simulator, graph, control } = await startTestSimulator()
  const bare = await fetch(`${simulator.url}/v26.0/${PHONE}`)
  expect([bare.status, ((await bare.json()) as { error: { code: number } }).error.code]).toEqual([403, 200])
  const asked = async () => (await graph('GET', `/v26.0/${PHONE}`)).json.error
  expect(
    (await graph('GET', `/v26.0/${PHONE}`, undefined, { authorization: 'Bearer nonsense' })).json.error,
  ).toMatchObject({
    code: 190,
    type: 'OAuthException',
    message: expect.stringContaining('Cannot parse access token') as string,
  })
  await control('POST', '/token', { action: 'expire', expiresInSeconds: 60 })
  expect(await asked()).toBeUndefined()
  await control('POST', '/clock', { advanceSeconds: 61 })
  expect(await asked()).toMatchObject({ code: 190, error_subcode: 463 })
  await control('POST', '/token', { action: 'kill', subcode: 460 })
  expect(await asked()).toMatchObject({ code: 190, error_subcode: 460 })
  await control('POST', '/token', { action: 'revive' })
  expect(await asked()).toBeUndefined()
})

it('refuses tokens without the permission or without access to the account', async () => {
  const { graph, control } = await startTestSimulator()
  await control('POST', '/token', {
    action: 'add',
    token: 'EAAreader',
    scopes: ['whatsapp_business_management'],
  })
  await control('POST', '/token', { action: 'add', token: 'EAAother', wabaIds: ['999'] })
  const as = (token: string) =>
    graph('POST', `/v26.0/${PHONE}/messages`, text, { authorization: `Bearer ${token}` })
  expect((await as('EAAreader')).json.error).toMatchObject({
    code: 10,
    error_data: { details: expect.stringContaining('messaging') as string },
  })
  expect((await as('EAAother')).json.error).toMatchObject({ code: 200 })
})

it('checks the proof of the app secret when one is sent or needed', async () => {
  const { graph, control } = await startTestSimulator()
  const proof = createHmac('sha256', APP_SECRET).update(TOKEN).digest('hex')
  expect((await graph('GET', `/v26.0/${PHONE}?appsecret_proof=${proof}`)).status).toBe(200)
  expect((await graph('GET', `/v26.0/${PHONE}?appsecret_proof=wrong`)).json.error).toMatchObject({
    code: 100,
    type: 'GraphMethodException',
  })
  await control('POST', '/settings', { requireAppSecretProof: true })
  expect((await graph('GET', `/v26.0/${PHONE}`)).json.error?.message).toContain('require an appsecret_proof')
})

it('does not know other objects', async () => {
  const { graph } = await startTestSimulator()
  for (const path of [
    '/v26.0/999',
    '/v26.0/999/messages',
    '/v26.0/999/message_templates',
    '/v26.0/nothing/at/all',
  ]) {
    const { status, json } = await graph(path.endsWith('messages') ? 'POST' : 'GET', path)
    expect([path, status, json.error?.code, json.error?.error_subcode]).toEqual([path, 400, 100, 33])
  }
})

it('shows the fields of a phone number that are asked for', async () => {
  const { graph, control } = await startTestSimulator()
  const path = `/v26.0/${PHONE}?fields=`
  expect(
    (
      await graph(
        'GET',
        `${path}display_phone_number,quality_rating,status,throughput,whatsapp_business_manager_messaging_limit`,
      )
    ).json,
  ).toEqual({
    id: PHONE,
    display_phone_number: '+1 631-555-1181',
    quality_rating: 'GREEN',
    status: 'CONNECTED',
    throughput: { level: 'STANDARD' },
    whatsapp_business_manager_messaging_limit: 'TIER_2K',
  })
  await control('POST', '/phone-numbers', { quality_rating: 'RED' })
  expect((await graph('GET', `${path}quality_rating`)).json).toEqual({ id: PHONE, quality_rating: 'RED' })
  expect((await graph('GET', `${path}shoe_size`)).json.error).toMatchObject({ code: 100 })
  expect((await graph('GET', `${path}health_status`)).json).toMatchObject({
    health_status: { can_send_message: 'AVAILABLE' },
  })
  expect((await graph('GET', `/v26.0/${WABA}/phone_numbers`)).json.data).toMatchObject([{ id: PHONE }])
})

it('registers with a PIN, and does not send while it is not registered', async () => {
  const { graph, send } = await startTestSimulator()
  const register = async (pin: string) =>
    (await graph('POST', `/v26.0/${PHONE}/register`, { messaging_product: 'whatsapp', pin })).json
  expect((await register('12345')).error?.code).toBe(100)
  expect(await register('123456')).toEqual({ success: true })
  expect((await register('654321')).error?.code).toBe(133005)
  await graph('POST', `/v26.0/${PHONE}/deregister`)
  expect((await send(text)).json.error?.code).toBe(133010)
  expect((await graph('GET', `/v26.0/${PHONE}?fields=health_status`)).json).toMatchObject({
    health_status: { can_send_message: 'BLOCKED' },
  })
  await register('123456')
  expect((await send(text)).status).toBe(200)
})

it('inspects tokens: validity, scopes, accounts, expiry', async () => {
  const { graph, control } = await startTestSimulator({ appId: '42' })
  const inspect = async (token: string) =>
    (await graph('GET', `/debug_token?input_token=${token}`)).json['data']
  expect(await inspect(TOKEN)).toMatchObject({
    app_id: '42',
    type: 'SYSTEM_USER',
    is_valid: true,
    expires_at: 0,
    scopes: ['business_management', 'whatsapp_business_management', 'whatsapp_business_messaging'],
    granular_scopes: [{ target_ids: [WABA] }, { target_ids: [WABA] }],
  })
  expect(await inspect('nonsense')).toMatchObject({ is_valid: false, error: { code: 190 } })
  await control('POST', '/token', { action: 'add', token: 'EAAold' })
  await control('POST', '/token', { action: 'expire', token: 'EAAold' })
  expect(await inspect('EAAold')).toMatchObject({ is_valid: false, error: { code: 190, subcode: 463 } })
  const byApp = await graph(
    'GET',
    `/debug_token?input_token=${TOKEN}&access_token=42%7C${encodeURIComponent(APP_SECRET)}`,
    undefined,
    { authorization: '' },
  )
  expect(byApp.json['data']).toMatchObject({ is_valid: true })
})

it('exchanges a living token for one of sixty days', async () => {
  const { graph } = await startTestSimulator({ appId: '42' })
  const query = new URLSearchParams({
    grant_type: 'fb_exchange_token',
    client_id: '42',
    client_secret: APP_SECRET,
    fb_exchange_token: TOKEN,
  })
  const { json } = await graph('GET', `/oauth/access_token?${query.toString()}`)
  expect(json).toMatchObject({ token_type: 'bearer', expires_in: 5_184_000 })
  expect(
    (
      await graph('GET', `/v26.0/${PHONE}`, undefined, {
        authorization: `Bearer ${String(json['access_token'])}`,
      })
    ).status,
  ).toBe(200)
  query.set('client_secret', 'wrong')
  expect((await graph('GET', `/oauth/access_token?${query.toString()}`)).json.error?.code).toBe(1)
})

it('keeps tokens and secrets out of its log', async () => {
  const { graph, simulator } = await startTestSimulator()
  await graph('GET', `/debug_token?input_token=${TOKEN}&access_token=${TOKEN}`)
  expect(JSON.stringify(simulator.requests())).not.toContain(TOKEN)
})

it('subscribes to an address of its own only after the handshake', async () => {
  const { graph, hooks, ...play } = await startTestSimulator()
  const path = `/v26.0/${WABA}/subscribed_apps`
  const own = `${play.simulator.url}/elsewhere`
  expect((await graph('GET', path)).json.data).toHaveLength(1)
  expect(
    (await graph('POST', path, { override_callback_uri: own, verify_token: 'v' })).json.error?.code,
  ).toBe(2200)
  expect((await graph('DELETE', path)).json).toEqual({ success: true })
  expect((await graph('GET', path)).json.data).toEqual([])
  await play.send(text)
  await play.simulator.webhooksIdle()
  expect(hooks).toEqual([])
  await graph('POST', path)
  await play.send(text)
  await play.simulator.webhooksIdle()
  expect(hooks).toHaveLength(3)
})

it('tells the history of a message', async () => {
  const { send, graph, simulator } = await startTestSimulator()
  const wamid = (await send(text)).json.messages?.[0]?.id ?? ''
  await simulator.webhooksIdle()
  const { json } = await graph(
    'GET',
    `/v26.0/${PHONE}/message_history?message_id=${encodeURIComponent(wamid)}`,
  )
  expect(json.data).toMatchObject([
    {
      message_id: wamid,
      events: {
        data: [{ delivery_status: 'SENT' }, { delivery_status: 'DELIVERED' }, { delivery_status: 'READ' }],
      },
    },
  ])
})

it('takes an upload, sends it, and gives it back for five minutes with the token', async () => {
  const { graph, send, simulator } = await startTestSimulator()
  const bytes = Buffer.from('not really a picture')
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('file', new File([bytes], 'a.png', { type: 'image/png' }))
  const id = String((await graph('POST', `/v26.0/${PHONE}/media`, form)).json['id'])
  expect((await send({ to: '+972546800360', type: 'image', image: { id } })).status).toBe(200)
  expect((await send({ to: '+972546800360', type: 'video', video: { id } })).json.error?.code).toBe(131009)
  const { json } = await graph('GET', `/v26.0/${id}`)
  expect(json).toMatchObject({
    mime_type: 'image/png',
    file_size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })
  const url = String(json['url'])
  const download = (token: string) => fetch(url, { headers: { authorization: `Bearer ${token}` } })
  expect(Buffer.from(await (await download(TOKEN)).arrayBuffer())).toEqual(bytes)
  expect((await download('wrong')).status).toBe(401)
  expect(
    (await fetch(url.replace(id, '123'), { headers: { authorization: `Bearer ${TOKEN}` } })).status,
  ).toBe(404)
  simulator.advanceClock(301)
  expect((await download(TOKEN)).status).toBe(404)
  expect((await graph('DELETE', `/v26.0/${id}`)).json).toEqual({ success: true })
  expect((await graph('GET', `/v26.0/${id}`)).json.error?.error_subcode).toBe(33)
})

it.each([
  ['text/html', 10, 'one of the following types'],
  ['image/png', 5 * 1024 * 1024 + 1, 'too large'],
  ['image/png', 0, 'empty'],
])('does not take an upload of %s with %i bytes', async (type, size, words) => {
  const { graph } = await startTestSimulator()
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('file', new File([new Uint8Array(size)], 'a', { type }))
  expect((await graph('POST', `/v26.0/${PHONE}/media`, form)).json.error).toMatchObject({
    code: 100,
    error_data: { details: expect.stringContaining(words) as string },
  })
})

it('forgets uploads after thirty days', async () => {
  const { graph, control } = await startTestSimulator()
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('file', new File(['x'], 'a.txt', { type: 'text/plain' }))
  const id = String((await graph('POST', `/v26.0/${PHONE}/media`, form)).json['id'])
  await control('POST', '/clock', { advanceSeconds: 31 * 86_400 })
  expect((await graph('GET', `/v26.0/${id}`)).json.error?.code).toBe(100)
})

it('marks messages as read, with or without a typing bubble', async () => {
  const { graph } = await startTestSimulator()
  const mark = (more: object) =>
    graph('POST', `/v26.0/${PHONE}/messages`, {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: 'wamid.x',
      ...more,
    })
  expect((await mark({})).json).toEqual({ success: true })
  expect((await mark({ typing_indicator: { type: 'text' } })).json).toEqual({ success: true })
  expect((await mark({ typing_indicator: { type: 'dance' } })).json.error?.code).toBe(100)
  expect((await mark({ message_id: undefined })).json.error?.code).toBe(131008)
})

it('limits management calls per hour and says when to come back', async () => {
  const { graph, control, simulator } = await startTestSimulator()
  await control('POST', '/settings', { managementCallsPerHour: 2 })
  const list = () => graph('GET', `/v26.0/${WABA}/message_templates`)
  await list()
  expect((await list()).headers.get('x-app-usage')).toContain('"call_count":100')
  const refused = await list()
  expect(refused.json.error?.code).toBe(80008)
  expect(refused.headers.get('x-business-use-case-usage')).toContain('"estimated_time_to_regain_access":60')
  simulator.advanceClock(3600)
  expect((await list()).status).toBe(200)
})
