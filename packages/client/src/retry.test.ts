import { expect, it } from 'vitest'
import { retryDelay } from './retry.ts'
import { WaypostError, type ErrorDetails, type ErrorOrigin } from './waypost-error.ts'

const delay = (
  details: Partial<ErrorDetails>,
  origin: ErrorOrigin = {},
  { number = 0, repeatable = true, random = 0.5 } = {},
) =>
  retryDelay(new WaypostError({ code: 'UNAVAILABLE', message: '', retry: 'later', ...details }, origin), {
    number,
    repeatable,
    random,
  })

it.each([0, 409, 429, 502, 503, 504])('retries status %i when the error says later', (status) => {
  expect(delay({}, { status })).toBe(500)
  expect(delay({ retry: 'never' }, { status })).toBeUndefined()
  expect(delay({ retry: 'after-fix' }, { status })).toBeUndefined()
})

it.each([400, 401, 403, 404, 413, 422, 500])('does not retry status %i', (status) => {
  expect(delay({}, { status })).toBeUndefined()
})

it('waits longer before each attempt, and not as long as other clients', () => {
  expect([0, 1, 2].map((number) => delay({}, { status: 503 }, { number }))).toEqual([500, 1000, 2000])
  expect([0, 1].map((random) => delay({}, { status: 503 }, { random }))).toEqual([375, 625])
})

it('waits as long as the API asks, up to a minute', () => {
  expect(delay({}, { status: 429, retryAfterSeconds: 7 })).toBe(7000)
  expect(delay({}, { status: 429, retryAfterSeconds: 0 })).toBe(0)
  expect(delay({}, { status: 429, retryAfterSeconds: 60 })).toBe(60_000)
  expect(delay({}, { status: 429, retryAfterSeconds: 61 })).toBeUndefined()
})

it('does not repeat what could be done twice', () => {
  expect(delay({}, { status: 503 }, { repeatable: false })).toBeUndefined()
  expect(delay({}, { status: 0 }, { repeatable: false })).toBeUndefined()
  expect(delay({}, { status: 429 }, { repeatable: false })).toBe(500)
})

it('does not repeat a stored failure or a failed sign-in', () => {
  expect(delay({ code: 'ATTEMPTS_EXHAUSTED', id: 'msg_1' }, { status: 502 })).toBeUndefined()
  expect(delay({ code: 'SIGN_IN' }, { status: 0 })).toBeUndefined()
})
