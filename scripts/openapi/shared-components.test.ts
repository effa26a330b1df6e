import { expect, it } from 'vitest'
import { answerHeaders, responseHeaders } from './shared-components.ts'

const always = ['Request-Id']
const quota = ['RateLimit-Policy', 'RateLimit', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset']

it.each([
  [200, [...always, ...quota]],
  [401, [...always, 'WWW-Authenticate']],
  [404, always],
  [409, [...always, 'Retry-After']],
  [429, [...always, 'Retry-After', ...quota]],
  [503, [...always, 'Retry-After']],
])('lists the headers of an answer with status %i', (status, names) => {
  expect(Object.keys(responseHeaders(status)).toSorted()).toEqual(names.toSorted())
})

it('adds the header of a replay only where a request may be replayed', () => {
  expect(responseHeaders(404, true)).toHaveProperty('Idempotency-Replayed')
  expect(responseHeaders(404)).not.toHaveProperty('Idempotency-Replayed')
})

it('refers only to headers that are described', () => {
  const used = [200, 401, 409, 429].flatMap((status) => Object.entries(responseHeaders(status, true)))
  expect(new Set(used.map(([name]) => name))).toEqual(new Set(Object.keys(answerHeaders)))
  for (const [name, { $ref }] of used) expect($ref).toBe(`#/components/headers/${name}`)
})
