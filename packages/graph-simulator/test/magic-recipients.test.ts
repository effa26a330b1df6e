import { expect, it } from 'vitest'
import { defaultSteps } from '../src/behaviours/behaviour.ts'
import { magicRecipients } from '../src/behaviours/magic-recipients.ts'
import { startTestSimulator } from './support/test-simulator.ts'

const text = { type: 'text', text: { body: 'Hello' } }

it('refuses as the table says, and goes on as the table says', async () => {
  const { send, simulator, control } = await startTestSimulator()
  await control('POST', '/settings', { messagesPerSecond: null })
  for (const { number, behaviour } of magicRecipients.refused) {
    const refusals = behaviour.times ?? 2
    for (let turn = 0; turn < refusals; turn++) {
      const { json, headers } = await send({ to: number, ...text })
      expect([number, json.error?.code]).toEqual([number, behaviour.refuse?.code])
      expect(json.error?.error_subcode).toBe(behaviour.refuse?.subcode)
      expect(headers.get('x-fb-trace-id')).toBe(json.error?.fbtrace_id)
    }
    expect(simulator.received(number)).toEqual([])
    if (behaviour.times === undefined) continue
    expect([number, (await send({ to: number, ...text })).status]).toEqual([number, 200])
    expect((await send({ to: number, ...text })).json.error?.code).toBe(behaviour.refuse?.code)
  }
})

it('answers refusals with the status, hints and headers of the table', async () => {
  const { send } = await startTestSimulator()
  const answer = async (to: string) => send({ to, ...text })
  expect(await answer('+14045550100')).toMatchObject({ status: 500 })
  expect(await answer('+14045550120')).toMatchObject({ status: 401 })
  expect((await answer('+14045550106')).json.error).toMatchObject({ code: 2, is_transient: true })
  const limited = await answer('+14045550116')
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '2'])
  const usage = (await answer('+14045550110')).headers.get('x-business-use-case-usage') ?? ''
  expect(usage).toContain('"estimated_time_to_regain_access":1')
})

it('lets happen after acceptance what the table says', async () => {
  const { send, simulator, statuses } = await startTestSimulator()
  for (const { number, behaviour } of magicRecipients.accepted) {
    const before = statuses().length
    const answer = await send({ to: number, ...text })
    expect([number, answer.status, answer.json.messages?.[0]?.message_status]).toEqual([
      number,
      200,
      behaviour.messageStatus,
    ])
    await simulator.drainWebhooks()
    await simulator.webhooksIdle()
    const expected = (behaviour.statuses ?? defaultSteps).flatMap(({ status, code, repeat = 0 }) =>
      Array.from({ length: repeat + 1 }, () => `${status} ${code ?? ''}`),
    )
    const arrived = statuses()
      .slice(before)
      .map(({ status, errors }) => `${status} ${errors?.[0]?.code ?? ''}`)
    expect([number, arrived.toSorted()]).toEqual([number, expected.toSorted()])
  }
})

it('delivers the next send after a failure that is shown once', async () => {
  const { send, simulator, statuses } = await startTestSimulator()
  const to = '+12025550130'
  await send({ to, ...text })
  await simulator.webhooksIdle()
  expect(statuses().map(({ status }) => status)).toEqual(['failed'])
  await send({ to, ...text })
  await simulator.webhooksIdle()
  expect(
    statuses()
      .map(({ status }) => status)
      .toSorted(),
  ).toEqual(['delivered', 'failed', 'read', 'sent'])
})

it('posts the first status before it answers the send', async () => {
  const { send, simulator, statuses } = await startTestSimulator({ statusDelayMs: 60_000 })
  await send({ to: '+12025550106', ...text })
  expect(statuses().map(({ status }) => status)).toEqual(['sent'])
  await simulator.drainWebhooks()
  expect(statuses()).toHaveLength(3)
})

it('accepts a message and loses the answer: it was sent, though the sender cannot know', async () => {
  const { send, simulator, statuses } = await startTestSimulator()
  const to = '+15025550100'
  await expect(send({ to, ...text, biz_opaque_callback_data: 'w1:a:1:' })).rejects.toThrow('fetch failed')
  expect(simulator.received(to)).toMatchObject([
    { answered: false, reachesPhone: true, callbackData: 'w1:a:1:' },
  ])
  expect(simulator.attempts(to)).toMatchObject([{ outcome: 'response_lost' }])
  await simulator.webhooksIdle()
  expect(new Set(statuses().map(({ biz_opaque_callback_data: data }) => data))).toEqual(new Set(['w1:a:1:']))
  expect((await send({ to, ...text })).status).toBe(200)
  expect(simulator.received(to)).toHaveLength(2)
})

it('accepts, tells the status, and only then loses the answer', async () => {
  const { send, statuses } = await startTestSimulator({ statusDelayMs: 60_000 })
  await expect(send({ to: '+15025550103', ...text })).rejects.toThrow('fetch failed')
  expect(statuses().map(({ status }) => status)).toEqual(['sent'])
})

it('breaks the connection before it accepts: nothing was sent', async () => {
  const { send, simulator } = await startTestSimulator()
  const to = '+15025550112'
  await expect(send({ to, ...text })).rejects.toThrow('fetch failed')
  await expect(send({ to, ...text })).rejects.toThrow('fetch failed')
  expect(simulator.received(to)).toEqual([])
  expect((await send({ to, ...text })).status).toBe(200)
  expect(simulator.attempts(to).map(({ outcome }) => outcome)).toEqual([
    'reset_before_accept',
    'reset_before_accept',
    'accepted',
  ])
  expect(simulator.requests().map(({ httpStatus }) => httpStatus)).toEqual([0, 0, 200])
})

it('answers with pages that are not from the Graph API', async () => {
  const { send, simulator } = await startTestSimulator()
  const page = await send({ to: '+15025550131', ...text })
  expect([page.status, page.headers.get('content-type'), page.headers.get('facebook-api-version')]).toEqual([
    502,
    'text/html',
    null,
  ])
  expect(page.text).toContain('<h1>502 Bad Gateway</h1>')
  expect(await send({ to: '+15025550133', ...text })).toMatchObject({ status: 500, text: '' })
  const limited = await send({ to: '+15025550134', ...text })
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '2'])
  expect(await send({ to: '+15025550135', ...text })).toMatchObject({
    status: 200,
    text: expect.stringContaining('hotel') as string,
  })
  expect(simulator.received()).toEqual([])
})

it('lets a sender give up on a slow answer, though the message was accepted', async () => {
  const { simulator } = await startTestSimulator()
  const aborted = fetch(`${simulator.url}/v26.0/106000000000001/messages`, {
    method: 'POST',
    headers: { authorization: 'Bearer EAAtest', 'content-type': 'application/json' },
    body: JSON.stringify({ messaging_product: 'whatsapp', to: '+15025550122', ...text }),
    signal: AbortSignal.timeout(300),
  })
  await expect(aborted).rejects.toThrow()
  expect(simulator.received('+15025550122')).toHaveLength(1)
})

it('answers byte by byte with the whole answer', async () => {
  const { send } = await startTestSimulator()
  expect((await send({ to: '+15025550123', ...text })).json.messages).toHaveLength(1)
})
