import type { BatchAnswer, ErrorAnswer } from '@waypost/contract'
import { expect, it } from 'vitest'
import { callApi } from '../support/stack-api.ts'
import { inTenMonths, numbers, reaches } from '../support/notify.ts'
import { received } from '../support/simulator.ts'

const number = numbers(42)
const batch = (messages: unknown, headers: Record<string, string> = {}) =>
  callApi<BatchAnswer & ErrorAnswer>('/v1/batch', { method: 'POST', body: { messages }, headers })
const row = (to: string) => ({ to, type: 'text', text: 'Hello' })

it('queues a batch, sends it, and answers for each row in its place', async () => {
  const [one, two] = [number(), number()]
  const { status, body } = await batch([
    row(one),
    { to: one, type: 'text' },
    { phoneNumber: two, templateName: 'hello_world', languageCode: 'en_US' },
  ])
  expect(status).toBe(202)
  expect(body.data).toMatchObject([
    { index: 0, status: 'queued', recipient: one },
    { index: 1, error: 'INVALID_REQUEST', fields: [{ path: '/messages/1/text', message: 'is required' }] },
    { index: 2, status: 'queued', recipient: two },
  ])
  for (const answer of body.data) if ('id' in answer) await reaches(answer.id ?? '', 'read')
  expect((await received(one)).messages).toHaveLength(1)
  expect((await received(two)).messages).toHaveLength(1)
})

it('takes five hundred rows once, however often they are sent', async () => {
  const sendAt = inTenMonths()
  const rows = Array.from({ length: 500 }, () => ({ ...row(number()), sendAt }))
  const headers = { 'idempotency-key': `batch-${String(Date.now())}` }
  const [first, again] = [await batch(rows, headers), await batch(rows, headers)]
  const ids = first.body.data.map((answer) => ('id' in answer ? answer.id : undefined))
  expect(new Set(ids).size).toBe(500)
  expect(first.body.data.map(({ index }) => index)).toEqual(rows.map((_, index) => index))
  expect(again.body.data.map((answer) => ('id' in answer ? answer.id : undefined))).toEqual(ids)
  expect(again.body.data.every((answer) => 'replayed' in answer)).toBe(true)
})

it.each<[string, unknown, string]>([
  ['no rows', [], 'must have at least 1 entry'],
  ['too many rows', Array.from({ length: 501 }, () => row('+972546800360')), 'must have at most 500 entries'],
  ['what is no list', 'hello', 'must be an array'],
])('refuses a batch with %s', async (_what, messages, message) => {
  const { status, body } = await batch(messages)
  expect(status).toBe(400)
  expect(body).toMatchObject({ error: 'INVALID_REQUEST', fields: [{ path: '/messages', message }] })
})

it('takes a larger body than other routes, up to 2 MB', async () => {
  const padded = (bytes: number) => [{ ...row(number()), text: 'x'.repeat(bytes) }]
  expect((await batch(padded(1_900_000))).body.data).toMatchObject([{ error: 'INVALID_REQUEST' }])
  const { status, body } = await batch(padded(2_100_000))
  expect(status).toBe(413)
  expect(body.error).toBe('PAYLOAD_TOO_LARGE')
})
