import { expect, it } from 'vitest'
import type { Delivery } from './delivery.ts'
import { classifyResponse } from './classify-response.ts'
import type { WebhookResponse } from './post-webhook.ts'

const now = new Date('2026-03-01T12:00:00Z')
const delivery: Delivery = {
  id: 'dlv_1',
  eventId: 'evt_1',
  endpointId: 'ep_1',
  type: 'message.sent',
  readers: [],
  body: '{}',
  state: 'pending',
  attempt: 1,
  attemptBase: 0,
  log: [],
  createdAt: now,
  purgeAt: now,
}
const answered = (status: number, other: Partial<WebhookResponse> = {}): WebhookResponse =>
  ({
    kind: 'answered',
    status,
    retryAfter: undefined,
    text: 'text',
    tooLong: false,
    durationMs: 7,
    ...other,
  }) as WebhookResponse
const judge = (reply: WebhookResponse, changed: Partial<Delivery> = {}) =>
  classifyResponse(reply, { delivery: { ...delivery, ...changed }, begunAt: now }, { now, fraction: 0 })

it.each([200, 201, 202, 204, 299])('is delivered when it answers %d', (status) => {
  const { verdict, change } = judge(answered(status))
  expect(verdict).toBe('delivered')
  expect(change).toMatchObject({ state: 'delivered', wakeAt: null, lane: null })
  expect(change.log).toEqual([{ at: now, durationMs: 7, status, answer: 'text' }])
})

it.each([
  [301, 'redirects are not followed'],
  [400, '400'],
  [404, '404'],
  [429, '429'],
  [500, '500'],
])('is tried again when it answers %d', (status, words) => {
  const { verdict, change } = judge(answered(status))
  expect(verdict).toBe('failed')
  expect(change).toMatchObject({ state: 'retrying', wakeAt: new Date('2026-03-01T12:00:05Z') })
  expect(change.log?.at(-1)?.error).toContain(words)
})

it('wants nothing more after 410', () => {
  expect(judge(answered(410))).toMatchObject({
    verdict: 'gone',
    change: { state: 'cancelled', wakeAt: null },
  })
})

it('does not take an answer without end for a yes', () => {
  expect(judge(answered(200, { tooLong: true })).change.log?.at(-1)?.error).toContain('64 kB')
})

it('waits as long as it is asked to', () => {
  const { change } = judge(answered(503, { retryAfter: '90' }))
  expect(change.wakeAt).toEqual(new Date('2026-03-01T12:01:30Z'))
})

it('is exhausted after the eighth attempt, counted from the last resend', () => {
  expect(judge(answered(500), { attempt: 8 }).change).toMatchObject({ state: 'exhausted', wakeAt: null })
  expect(judge(answered(500), { attempt: 9, attemptBase: 8 }).change.state).toBe('retrying')
})

it('says why there was no answer, and remembers the last thirty attempts', () => {
  const log = Array.from({ length: 30 }, () => ({ at: now, durationMs: 1 }))
  const { change } = judge({ kind: 'failed', because: 'No answer.', durationMs: 10_000 }, { log })
  expect(change.log).toHaveLength(30)
  expect(change.log?.at(-1)).toEqual({ at: now, durationMs: 10_000, error: 'No answer.' })
})
