import { expect, it } from 'vitest'
import { PHONE, startTestSimulator } from './support/test-simulator.ts'

const path = `/v26.0/${PHONE}/block_users`
const [waId, other] = ['972546800360', '16505551234']
const list = (...users: object[]) => ({ messaging_product: 'whatsapp', block_users: users })

it('blocks those of a list who wrote, and names the error of the others', async () => {
  const { graph, control } = await startTestSimulator()
  await control('POST', '/inbound', { from: `+${waId}`, text: 'Hi' })
  const { status, json } = await graph('POST', path, list({ user: `+${waId}` }, { user: `+${other}` }))
  expect([status, json['block_users']]).toEqual([
    200,
    {
      added_users: [{ input: `+${waId}`, wa_id: waId }],
      failed_users: [
        { input: `+${other}`, wa_id: other, errors: [expect.objectContaining({ code: 139100 })] },
      ],
    },
  ])
  expect((await graph('GET', path)).json.data).toEqual([{ messaging_product: 'whatsapp', wa_id: waId }])
})

it.each([
  ['an unknown user id', list({ user_id: 'US.404' }), 'Unknown user id US.404'],
  ['an empty list', list(), 'block_users'],
  ['more than 1,000 people', list(...Array.from({ length: 1001 }, () => ({ user: waId }))), 'block_users'],
  ['another product', { ...list({ user: waId }), messaging_product: 'sms' }, 'messaging_product'],
])('refuses %s', async (_what, body, words) => {
  const { graph } = await startTestSimulator()
  const { status, json } = await graph('POST', path, body)
  expect([status, json.error?.code]).toEqual([400, 100])
  expect(JSON.stringify(json.error)).toContain(words)
})
