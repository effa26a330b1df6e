import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Endpoint } from './endpoint.ts'
import { nextHealth, FAILING_TIMEOUT_SECONDS } from './endpoint-health.ts'

const start = new Date('2026-03-01T00:00:00Z')
const hours = (count: number): Date => new Date(start.getTime() + count * 3_600_000)
const endpoint: Endpoint = {
  id: 'ep_1',
  url: 'https://example.com',
  events: ['*'],
  scope: 'all',
  owner: 'acme',
  readers: [],
  enabled: true,
  ordered: false,
  secrets: [],
  createdAt: start,
}
const failing = { ...endpoint, failingSince: start }

it('costs no write while it answers', () => {
  expect(nextHealth(endpoint, 'delivered', start)).toBeNull()
})

it('remembers its first failure, and forgets it with the first success', () => {
  expect(nextHealth(endpoint, 'failed', start)).toEqual(failing)
  expect(nextHealth({ ...failing, alertedPercent: 50 }, 'delivered', hours(70))).toEqual({
    ...endpoint,
    recoveredAt: hours(70),
  })
})

it.each([
  [1, undefined],
  [59, undefined],
  [60, 50],
  [107, 50],
  [108, 90],
  [119, 90],
])('after %d hours of failures has alerted at %s percent', (after, percent) => {
  expect(nextHealth(failing, 'failed', hours(after))?.alertedPercent).toBe(percent)
})

it('alerts once for each threshold', () => {
  expect(nextHealth({ ...failing, alertedPercent: 50 }, 'failed', hours(80))).toBeNull()
})

it('is disabled after 120 hours, and at once when it is gone', () => {
  expect(FAILING_TIMEOUT_SECONDS).toBe(432_000)
  expect(nextHealth(failing, 'failed', hours(120))).toMatchObject({
    enabled: false,
    disabled: { at: hours(120) },
  })
  expect(nextHealth(endpoint, 'gone', start)).toMatchObject({
    enabled: false,
    disabled: { because: 'It answered 410 Gone.' },
  })
})

it('stays as it is once it is disabled', () => {
  expect(nextHealth({ ...failing, enabled: false }, 'failed', hours(500))).toBeNull()
})

it('writes an endpoint that fails and answers in turn at most once a minute', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.boolean()), { minLength: 100, maxLength: 400 }),
      (attempts) => {
        let current = endpoint
        let [now, writes] = [0, 0]
        for (const [seconds, isDelivered] of attempts) {
          now += seconds
          const next = nextHealth(current, isDelivered ? 'delivered' : 'failed', new Date(now * 1000))
          if (next) writes++
          current = next ?? current
        }
        expect(writes).toBeLessThanOrEqual(2 + now / 60)
        // A failure that lasts is never missed, and a recovery never at all.
        const failed = nextHealth(current, 'failed', new Date((now + 121) * 1000)) ?? current
        expect(failed.failingSince).toBeDefined()
        expect(nextHealth(failed, 'delivered', new Date((now + 122) * 1000))).not.toHaveProperty(
          'failingSince',
        )
      },
    ),
  )
})
