import { beforeEach, expect, it } from 'vitest'
import { createEndpointBreaker, FAILURES_TO_PAUSE, type EndpointBreaker } from './endpoint-breaker.ts'

let breaker: EndpointBreaker
beforeEach(() => {
  breaker = createEndpointBreaker()
})
const at = (seconds: number): Date => new Date(seconds * 1000)
const fail = (times: number, seconds = 0): void => {
  for (let i = 0; i < times; i++) breaker.record('ep_1', false, at(seconds))
}

it('pauses an endpoint after some attempts without an answer, and no other', () => {
  fail(FAILURES_TO_PAUSE - 1)
  expect(breaker.pausedUntil('ep_1', at(0))).toBeNull()
  fail(1)
  expect(breaker.pausedUntil('ep_1', at(0))).toEqual(at(60))
  expect(breaker.pausedUntil('ep_2', at(0))).toBeNull()
})

it('counts attempts one after another only', () => {
  for (let i = 0; i < 20; i++) {
    fail(FAILURES_TO_PAUSE - 1)
    breaker.record('ep_1', true, at(0))
  }
  expect(breaker.pausedUntil('ep_1', at(0))).toBeNull()
})

it('lets one probe through after the pause, and all when it is answered', () => {
  fail(FAILURES_TO_PAUSE)
  expect([1, 2, 3].map(() => breaker.pausedUntil('ep_1', at(60)))).toEqual([null, at(120), at(120)])
  breaker.record('ep_1', true, at(61))
  expect([1, 2, 3].map(() => breaker.pausedUntil('ep_1', at(61)))).toEqual([null, null, null])
})

it('doubles the pause with each probe that fails, up to fifteen minutes', () => {
  fail(FAILURES_TO_PAUSE)
  const pauses: number[] = []
  for (let now = 60, i = 0; i < 6; i++) {
    expect(breaker.pausedUntil('ep_1', at(now))).toBeNull()
    fail(1, now)
    const until = (breaker.pausedUntil('ep_1', at(now))?.getTime() ?? 0) / 1000
    pauses.push(until - now)
    now = until
  }
  expect(pauses).toEqual([120, 240, 480, 900, 900, 900])
})

it('does not count attempts that were under way when the pause began', () => {
  fail(FAILURES_TO_PAUSE + 80)
  expect(breaker.pausedUntil('ep_1', at(1))).toEqual(at(60))
})

it('probes again when a probe never ended', () => {
  fail(FAILURES_TO_PAUSE)
  expect(breaker.pausedUntil('ep_1', at(60))).toBeNull()
  expect(breaker.pausedUntil('ep_1', at(120))).toBeNull()
})
