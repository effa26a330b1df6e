import { expect, it } from 'vitest'
import { startTestSimulator, type TestSimulator } from './support/test-simulator.ts'

const to = '+972546800360'
const text = { type: 'text', text: { body: 'Hello' } }
const marketing = {
  type: 'template',
  template: {
    name: 'weekly_selection',
    language: { code: 'en_US' },
    components: [
      { type: 'body', parameters: [{ type: 'text', text: 'Dana' }] },
      {
        type: 'button',
        sub_type: 'mpm',
        index: 0,
        parameters: [
          {
            type: 'action',
            action: {
              thumbnail_product_retailer_id: 'p',
              sections: [{ product_items: [{ product_retailer_id: 'p' }] }],
            },
          },
        ],
      },
    ],
  },
}
const codeOf = async (answer: ReturnType<TestSimulator['send']>) =>
  (await answer).json.error?.code ?? (await answer).status

it('lends 45 messages to one recipient, then refuses that pair alone until six seconds have passed', async () => {
  const { send, simulator, control } = await startTestSimulator({
    now: () => new Date('2026-11-21T12:00:00Z'),
  })
  await control('POST', '/settings', { messagesPerSecond: null })
  for (let turn = 0; turn < 45; turn++) expect(await codeOf(send({ to, ...text }))).toBe(200)
  expect(await codeOf(send({ to, ...text }))).toBe(131056)
  expect(await codeOf(send({ to: '+972546800361', ...text }))).toBe(200)
  simulator.advanceClock(6)
  expect(await codeOf(send({ to, ...text }))).toBe(200)
  expect(await codeOf(send({ to, ...text }))).toBe(131056)
  await control('POST', '/settings', { pairLimit: false })
  expect(await codeOf(send({ to, ...text }))).toBe(200)
})

it('refuses more messages per second than the number may send, with HTTP 400', async () => {
  const { send, simulator, control } = await startTestSimulator({
    now: () => new Date('2026-11-21T12:00:00Z'),
  })
  await control('POST', '/settings', { messagesPerSecond: 2 })
  expect(await codeOf(send({ to, ...text }))).toBe(200)
  expect(await codeOf(send({ to, ...text }))).toBe(200)
  const refused = await send({ to, ...text })
  expect([refused.status, refused.json.error?.code]).toEqual([400, 130429])
  simulator.advanceClock(1)
  expect(await codeOf(send({ to, ...text }))).toBe(200)
})

it('writes only to the allow list when there is one', async () => {
  const { send, control } = await startTestSimulator()
  await control('POST', '/settings', { allowList: ['+972 54-680-0360'] })
  expect(await codeOf(send({ to, ...text }))).toBe(200)
  expect(await codeOf(send({ to: '+16505551234', ...text }))).toBe(131030)
})

it('enforces the service window if configured: opened by an inbound message, closed after 24 hours', async () => {
  const { send, control, simulator } = await startTestSimulator()
  expect(await codeOf(send({ to, ...text }))).toBe(200)
  await control('POST', '/settings', { windows: 'enforce' })
  expect(await codeOf(send({ to, ...text }))).toBe(131047)
  expect(
    await codeOf(
      send({ to, type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } }),
    ),
  ).toBe(200)
  await control('POST', '/inbound', { from: to, text: 'Hi' })
  expect(await codeOf(send({ to, ...text }))).toBe(200)
  simulator.advanceClock(24 * 3600)
  expect(await codeOf(send({ to, ...text }))).toBe(131047)
})

it('reports a closed window by webhook if configured', async () => {
  const { send, control, simulator, statuses } = await startTestSimulator()
  await control('POST', '/settings', { windows: 'enforce_by_webhook' })
  expect(await codeOf(send({ to, ...text }))).toBe(200)
  await simulator.webhooksIdle()
  expect(statuses()).toMatchObject([{ status: 'failed', errors: [{ code: 131047 }] }])
  expect(simulator.received(to)).toMatchObject([{ reachesPhone: false }])
})

it('fails marketing by webhook for people who stopped it, and only marketing', async () => {
  const { send, control, simulator, statuses } = await startTestSimulator()
  await control('POST', '/opt-outs', { phone: to })
  await send({ to, ...marketing })
  await simulator.webhooksIdle()
  expect(statuses()).toMatchObject([{ status: 'failed', errors: [{ code: 131050 }] }])
  await send({ to, type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } })
  await simulator.webhooksIdle()
  expect(statuses().at(-1)).toMatchObject({ status: 'read' })
  await control('POST', '/opt-outs', { phone: to, optedOut: false })
  await send({ to, ...marketing })
  await simulator.webhooksIdle()
  expect(statuses().at(-1)).toMatchObject({ status: 'read' })
})

it('refuses marketing on /messages for accounts that switched it off there', async () => {
  const { send, control } = await startTestSimulator()
  await control('POST', '/settings', { disableMarketingOnCloudApi: true })
  expect(await codeOf(send({ to, ...marketing }))).toBe(131063)
})

it('does not send to itself', async () => {
  const { send } = await startTestSimulator()
  expect(await codeOf(send({ to: '+16315551181', ...text }))).toBe(131021)
})

it('sends digits without plus to another number when set so: it gets the message, the log says why', async () => {
  const lines: string[] = []
  const { send, simulator, control } = await startTestSimulator({ log: (line) => lines.push(line) })
  await control('POST', '/settings', { plusless: 'own_country' })
  const answer = await send({ to: '972546800360', ...text })
  expect(answer.json.contacts).toEqual([{ input: '972546800360', wa_id: '1972546800360' }])
  expect(simulator.received()).toMatchObject([{ to: '+1972546800360', input: '972546800360' }])
  expect(lines.join()).toContain('no plus sign')
})

it("finds a Brazilian's messages under both spellings of the number", async () => {
  const { send, simulator } = await startTestSimulator()
  const answer = await send({ to: '+5531987654321', ...text })
  expect(answer.json.contacts).toEqual([{ input: '+5531987654321', wa_id: '553187654321' }])
  expect(simulator.received('+5531987654321')).toHaveLength(1)
  expect(simulator.received('553187654321')).toHaveLength(1)
})

it('reports later that a link was a web page and not the media', async () => {
  const { send, simulator, statuses } = await startTestSimulator()
  expect(await codeOf(send({ to, type: 'video', video: { link: 'https://example.com/login.html' } }))).toBe(
    200,
  )
  await simulator.webhooksIdle()
  expect(statuses()).toMatchObject([
    {
      status: 'failed',
      errors: [
        {
          code: 131053,
          error_data: { details: expect.stringContaining('Unsupported Video mime type text/html') as string },
        },
      ],
    },
  ])
})
