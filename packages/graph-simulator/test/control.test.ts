import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { eventFields } from '../src/events/account-events.ts'
import { inboundTypes } from '../src/inbound/inbound-types.ts'
import {
  PHONE,
  startTestSimulator,
  TOKEN,
  WABA,
  wamidOf,
  type TestSimulator,
} from './support/test-simulator.ts'

const from = '+972546800360'
const text = { type: 'text', text: { body: 'Hello' } }

const inbound = async (play: TestSimulator, body: object) => {
  await play.control('POST', '/inbound', { from, ...body })
  await play.simulator.webhooksIdle()
  return play.values('messages').findLast(({ messages }) => messages !== undefined)
}

it('scripts the next answers of one recipient, then of all, then none', async () => {
  const { send, control, simulator } = await startTestSimulator()
  await control('POST', '/next', { to: from, times: 2, code: 131016 })
  await control('POST', '/next', { raw: { httpStatus: 502 } })
  expect((await send({ to: '+16505551234', ...text })).status).toBe(502)
  expect((await send({ to: from, ...text })).json.error?.code).toBe(131016)
  expect((await send({ to: from, ...text })).json.error?.code).toBe(131016)
  expect((await send({ to: from, ...text })).status).toBe(200)
  await control('POST', '/next', {
    refuse: { code: 4, transient: true, httpStatus: 429, retryAfterSeconds: 7, details: 'Slow down' },
  })
  const refused = await send({ to: from, ...text })
  expect([
    refused.status,
    refused.headers.get('retry-after'),
    refused.json.error?.error_data?.details,
  ]).toEqual([429, '7', 'Slow down'])
  await control('POST', '/next', { connection: 'response_lost', statuses: [] })
  await expect(send({ to: from, ...text })).rejects.toThrow('fetch failed')
  expect(simulator.attempts(from).map(({ outcome }) => outcome)).toEqual([
    'refused',
    'refused',
    'accepted',
    'refused',
    'response_lost',
  ])
  await control('POST', '/next', { code: 131000 })
  await control('DELETE', '/next')
  expect((await send({ to: from, ...text })).status).toBe(200)
})

it('tells exactly what each recipient got, with times, attempts and callback data', async () => {
  const { send, control, simulator } = await startTestSimulator()
  await send({ to: from, ...text, biz_opaque_callback_data: 'a' })
  await send({ to: '+14045550100', ...text, biz_opaque_callback_data: 'b' })
  await simulator.webhooksIdle()
  const { json } = await control('GET', `/messages?to=${encodeURIComponent(from)}`)
  expect(json).toMatchObject({
    messages: [
      {
        to: from,
        callbackData: 'a',
        acceptedAt: expect.stringMatching(/^\d{4}-/) as string,
        statuses: [{ status: 'sent' }, { status: 'delivered' }, { status: 'read' }],
      },
    ],
    attempts: [{ outcome: 'accepted', callbackData: 'a' }],
  })
  expect((await control('GET', '/messages?to=14045550100')).json).toMatchObject({
    messages: [],
    attempts: [{ outcome: 'refused', code: 131000, callbackData: 'b' }],
  })
  expect((await control('GET', '/requests?path=/messages')).json).toMatchObject({
    total: 2,
    requests: [{ httpStatus: 200 }, { httpStatus: 500, code: 131000 }],
  })
})

it('publishes statuses by hand, also of messages it never sent', async () => {
  const { control, statuses, simulator, send } = await startTestSimulator({ statusDelayMs: 3_600_000 })
  const wamid = wamidOf(await send({ to: from, ...text, biz_opaque_callback_data: 'mine' }))
  await control('POST', '/statuses', { wamid, status: 'failed', code: 131026, timestamp: 1_800_000_000 })
  await control('POST', '/statuses', {
    wamid: 'wamid.foreign',
    status: 'read',
    to: '+16505551234',
    repeat: 1,
  })
  await control('POST', '/webhooks/hold')
  await control('POST', '/webhooks/drain')
  expect(statuses()).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({
        id: wamid,
        status: 'failed',
        timestamp: '1800000000',
        biz_opaque_callback_data: 'mine',
      }),
      expect.objectContaining({ id: 'wamid.foreign', status: 'read', recipient_id: '16505551234' }),
    ]) as object,
  )
  expect(statuses().filter(({ id }) => id === 'wamid.foreign')).toHaveLength(2)
  expect(simulator.received(from)[0]?.statuses[0]).toMatchObject({ status: 'failed', code: 131026 })
})

it.each(inboundTypes)('lets a person send %s', async (type) => {
  const play = await startTestSimulator()
  const value = await inbound(play, { type })
  expect(value?.messages).toMatchObject([
    {
      type,
      from: '972546800360',
      from_user_id: expect.stringMatching(/^IL\./) as string,
      id: expect.stringMatching(/^wamid/) as string,
    },
  ])
  if (type === 'system') expect(value).not.toHaveProperty('contacts')
  else expect(value?.contacts).toMatchObject([{ profile: { name: 'Contact 0360' }, wa_id: '972546800360' }])
})

it.each(['button_reply', 'list_reply', 'nfm_reply', 'call_permission_reply'])(
  'lets a person answer with %s',
  async (kind) => {
    const value = await inbound(await startTestSimulator(), { interactive: { type: kind } })
    expect(value?.messages).toMatchObject([
      { type: 'interactive', interactive: { type: kind, [kind]: expect.any(Object) as object } },
    ])
  },
)

it.each([
  ['phone', { from: '972546800360', wa_id: '972546800360' }, undefined],
  ['username_with_phone', { from: '972546800360', wa_id: '972546800360' }, 'dana'],
  ['username_only', { from: undefined, wa_id: undefined }, 'dana'],
  ['parent_bsuid', { from: '972546800360', wa_id: '972546800360' }, undefined],
])('shows a person in identity mode %s', async (identity, ids, username) => {
  const value = await inbound(await startTestSimulator(), {
    text: 'Hi',
    identity,
    username: 'dana',
    name: 'Dana',
  })
  const [message] = value?.messages ?? []
  const [contact] = value?.contacts ?? []
  expect(message?.['from']).toBe(ids.from)
  expect(contact?.['wa_id']).toBe(ids.wa_id)
  expect(contact?.['profile']).toEqual({ name: 'Dana', ...(username !== undefined && { username }) })
  expect(message?.['from_user_id']).toBe(contact?.['user_id'])
  expect(message?.['from_parent_user_id'] === undefined).toBe(identity !== 'parent_bsuid')
})

it('reports a new number by the old ids and the new ones, and knows the contact by the new ones', async () => {
  const play = await startTestSimulator()
  const before = await inbound(play, { text: 'Hi' })
  await play.control('POST', '/number-changes', { from, to: '+972546800999' })
  await play.simulator.webhooksIdle()
  const message = play.values('messages').findLast(({ messages }) => messages !== undefined)?.messages?.[0]
  expect(message).toMatchObject({
    type: 'system',
    from: '972546800360',
    from_user_id: before?.messages?.[0]?.['from_user_id'],
    system: {
      type: 'user_changed_number',
      wa_id: '972546800999',
      previous_user_id: before?.messages?.[0]?.['from_user_id'],
    },
  })
  const after = await inbound(play, { from: '+972546800999', text: 'Hi again' })
  const system = message?.['system'] as { user_id: string }
  expect(after?.messages?.[0]).toMatchObject({ from: '972546800999', from_user_id: system.user_id })
  expect(system.user_id).not.toBe(message?.['from_user_id'])
})

it('answers a person without phone through the user id, and never shows the phone', async () => {
  const play = await startTestSimulator()
  const value = await inbound(play, { text: 'Hi', identity: 'username_only' })
  const userId = String(value?.messages?.[0]?.['from_user_id'])
  const answer = await play.send({ recipient: userId, ...text })
  expect(answer.json.contacts).toEqual([{ input: userId, user_id: userId }])
  await play.simulator.webhooksIdle()
  expect(play.statuses()).toHaveLength(3)
  for (const status of play.statuses()) {
    expect(status).toMatchObject({ recipient_user_id: userId })
    expect(status).not.toHaveProperty('recipient_id')
  }
  expect(play.simulator.received(userId)).toHaveLength(1)
  const code = {
    name: 'login_code',
    language: { code: 'en_US' },
    components: [
      { type: 'body', parameters: [{ type: 'text', text: '1' }] },
      { type: 'button', sub_type: 'url', index: 0, parameters: [{ type: 'text', text: '1' }] },
    ],
  }
  expect((await play.send({ recipient: userId, type: 'template', template: code })).json.error?.code).toBe(
    131062,
  )
  expect((await play.send({ recipient: 'no-user-id', ...text })).json.error?.code).toBe(131009)
})

it('lets a person answer the last message, and overrides or removes any member', async () => {
  const play = await startTestSimulator()
  const wamid = wamidOf(await play.send({ to: from, ...text }))
  const value = await inbound(play, {
    button: { payload: 'yes' },
    replyTo: 'last',
    message: { timestamp: 1_800_000_000, from_user_id: null, referral: { source_type: 'ad' } },
    contact: null,
  })
  expect(value?.messages).toMatchObject([
    {
      context: { from: '16315551181', id: wamid },
      timestamp: 1_800_000_000,
      referral: { source_type: 'ad' },
    },
  ])
  expect(value?.messages?.[0]).not.toHaveProperty('from_user_id')
  expect(value).not.toHaveProperty('contacts')
})

it('gives the media of a person to be downloaded with the token', async () => {
  const play = await startTestSimulator()
  const data = Buffer.from('a real file').toString('base64')
  const value = await inbound(play, { document: { data, filename: 'a.pdf', caption: 'See' } })
  const document = value?.messages?.[0]?.['document'] as Record<string, string>
  const bytes = await fetch(document['url'] ?? '', { headers: { authorization: `Bearer ${TOKEN}` } }).then(
    (response) => response.arrayBuffer(),
  )
  expect(Buffer.from(bytes).toString()).toBe('a real file')
  expect(document['sha256']).toBe(createHash('sha256').update('a real file').digest('base64'))
  expect(document).toMatchObject({ filename: 'a.pdf', caption: 'See', mime_type: 'application/pdf' })
  expect((await play.graph('GET', `/v26.0/${document['id'] ?? ''}?phone_number_id=${PHONE}`)).status).toBe(
    200,
  )
})

it.each(eventFields)('publishes an example of %s, with what the request changes in it', async (field) => {
  const play = await startTestSimulator()
  await play.control('POST', `/events/${field}`, { value: { extra: 1 } })
  await play.simulator.webhooksIdle()
  const [value] = play.values(field)
  expect(value).toMatchObject({ extra: 1 })
  expect(Object.keys(value ?? {}).length).toBeGreaterThan(1)
})

it('publishes any other field with the given value', async () => {
  const play = await startTestSimulator()
  await play.control('POST', '/events/something_new', { value: { a: 1 }, wabaId: '999', repeat: 1 })
  await play.simulator.webhooksIdle()
  expect(play.values('something_new')).toEqual([{ a: 1 }, { a: 1 }])
  expect(play.hooks[0]?.body.entry[0]?.id).toBe('999')
})

it('reports every change of a template, and acts on it', async () => {
  const play = await startTestSimulator()
  await play.control('POST', '/templates', {
    name: 'hello_world',
    status: 'PAUSED',
    quality: 'RED',
    category: 'MARKETING',
    otherInfo: { title: 'FIRST_PAUSE' },
  })
  await play.simulator.webhooksIdle()
  expect(play.values('message_template_status_update')).toMatchObject([
    {
      event: 'PAUSED',
      message_template_id: expect.any(Number) as number,
      message_template_language: 'en-US',
      other_info: { title: 'FIRST_PAUSE' },
    },
  ])
  expect(play.values('message_template_quality_update')).toMatchObject([
    { previous_quality_score: 'GREEN', new_quality_score: 'RED' },
  ])
  expect(play.values('template_category_update')).toMatchObject([
    { previous_category: 'UTILITY', new_category: 'MARKETING' },
  ])
  const answer = await play.send({
    to: from,
    type: 'template',
    template: { name: 'hello_world', language: { code: 'en_US' } },
  })
  expect(answer.json.error?.code).toBe(132015)
})

it('adds a second number on a second account, with its own templates and webhooks', async () => {
  const play = await startTestSimulator()
  await play.control('POST', '/phone-numbers', {
    id: '777',
    wabaId: '888',
    displayPhoneNumber: '+44 7700 100123',
  })
  const answer = await play.graph('POST', '/v26.0/777/messages', {
    messaging_product: 'whatsapp',
    to: from,
    type: 'template',
    template: { name: 'hello_world', language: { code: 'en_US' } },
  })
  expect(answer.status).toBe(200)
  await play.simulator.webhooksIdle()
  expect(play.hooks[0]?.body.entry).toMatchObject([
    {
      id: '888',
      changes: [{ value: { metadata: { phone_number_id: '777', display_phone_number: '447700100123' } } }],
    },
  ])
  expect((await play.graph('GET', '/v26.0/888/message_templates')).json.data?.length).toBeGreaterThan(10)
  expect(
    (await play.graph('GET', `/v26.0/${WABA}/message_templates?limit=100`)).json.data?.map(({ id }) => id),
  ).not.toContain((await play.graph('GET', '/v26.0/888/message_templates')).json.data?.[0]?.['id'])
})

it.each([
  ['/next', {}, 'Say what shall happen'],
  ['/next', { cod: 1 }, 'Unknown member cod'],
  ['/next', { code: 1, times: 0 }, 'times must be a whole number of at least 1'],
  ['/next', { connection: 'slow' }, 'connection must be one of'],
  ['/next', { to: 'Dana', code: 1 }, 'neither a phone number'],
  ['/next', { statuses: [{ status: 'gone' }] }, 'statuses[0].status must be one of'],
  ['/inbound', { text: 'x' }, 'from is required'],
  ['/inbound', { from, type: 'smell' }, 'type must be one of'],
  ['/inbound', { from: 'US.123', text: 'x' }, 'Unknown user id'],
  ['/inbound', { from, text: 'x', identity: 'ghost' }, 'identity must be one of'],
  ['/inbound', { from, text: 'x', replyTo: 'last' }, 'has not got any message'],
  ['/inbound', { from, text: 'x', phoneNumberId: '1' }, 'There is no phone number 1'],
  ['/settings', { windows: 'shut' }, 'windows must be one of'],
  ['/settings', { delivery: { batch: 1001 } }, 'at most 1000'],
  ['/settings', { speed: 1 }, 'Unknown member speed'],
  ['/clock', { advanceSeconds: -1 }, 'only moves forward'],
  ['/token', { action: 'kill', token: 'x' }, 'add it first'],
  ['/templates', { name: 'nothing' }, 'There is no such template'],
  ['/events/something_new', {}, 'send a value'],
  ['/webhook-url', { url: 'here' }, 'http'],
  ['/statuses', { wamid: 'w', status: 'read', code: 1 }, 'failed status only'],
])('says what is wrong with POST %s %j', async (path, body, words) => {
  const { control } = await startTestSimulator()
  const { status, json } = await control('POST', path, body)
  expect([status, json['error']]).toEqual([400, 'BAD_REQUEST'])
  expect(json['message']).toContain(words)
})

it('lists its routes and never shows a whole token', async () => {
  const { control } = await startTestSimulator({ accessToken: 'EAAsecretsecret' })
  expect((await control('GET', '')).json['routes']).toContain('POST /_simulator/inbound')
  expect((await control('GET', '/state')).text).not.toContain('EAAsecretsecret')
  expect((await control('GET', '/nothing')).status).toBe(404)
})
