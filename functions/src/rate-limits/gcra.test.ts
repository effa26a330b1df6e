import { assert, integer, property, array, record } from 'fast-check'
import { expect, it } from 'vitest'
import { consumeWithUsage, tryConsume, quotaState, type Quota } from './gcra.ts'

const quota: Quota = { requests: 3, seconds: 60 }
const start = Date.parse('2026-03-01T12:00:00Z')

it('admits as many as the quota at once, and then one for each that has come back', () => {
  const answers = [0, 0, 0, 0, 19_999, 20_000, 20_000, 60_000, 60_000, 60_000].reduce<{
    fullAt: number
    said: boolean[]
  }>(
    ({ fullAt, said }, after) => {
      const spending = tryConsume(quota, fullAt, start + after)
      return { fullAt: spending.fullAt, said: [...said, spending.admitted] }
    },
    { fullAt: 0, said: [] },
  )
  expect(answers.said).toEqual([true, true, true, false, false, true, false, true, true, false])
})

it('says how many are left, and how long until there is another', () => {
  const none = tryConsume(quota, 0, start)
  expect(quotaState(quota, none, start)).toEqual({
    quota,
    admitted: true,
    remaining: 2,
    nextTokenInSeconds: 20,
    retryAfterSeconds: 0,
  })
  const full = { admitted: false, fullAt: start + 60_000 }
  expect(quotaState(quota, full, start + 5000)).toMatchObject({
    remaining: 0,
    retryAfterSeconds: 15,
    nextTokenInSeconds: 15,
  })
  expect(quotaState(quota, full, start + 60_000)).toMatchObject({ remaining: 3, nextTokenInSeconds: 0 })
})

it('adds what an instance spent alone, even when that is too much by now', () => {
  expect(consumeWithUsage({ quota, unreported: 2, since: start }, 0, start)).toEqual({
    admitted: true,
    fullAt: start + 60_000,
  })
  expect(consumeWithUsage({ quota, unreported: 2, since: start }, start + 40_000, start)).toEqual({
    admitted: false,
    fullAt: start + 80_000,
  })
})

it('never admits more than the quota at once and one for each that comes back, whatever the rhythm', () => {
  const story = record({
    requests: integer({ min: 1, max: 50 }),
    seconds: integer({ min: 1, max: 900 }),
    pauses: array(integer({ min: 0, max: 60_000 }), { maxLength: 200 }),
  })
  assert(
    property(story, ({ requests, seconds, pauses }) => {
      const odd = { requests, seconds }
      let [now, fullAt, admitted] = [start, 0, 0]
      for (const pause of pauses) {
        now += pause
        const spending = tryConsume(odd, fullAt, now)
        fullAt = spending.fullAt
        if (spending.admitted) admitted++
        const most = requests + ((now - start) * requests) / (seconds * 1000)
        expect(admitted).toBeLessThanOrEqual(most + 1e-6)
      }
    }),
  )
})
