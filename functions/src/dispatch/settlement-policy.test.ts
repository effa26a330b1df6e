import { expect, it } from 'vitest'
import type { MessageContent } from '../graph/payload.ts'
import { after } from '../kernel/clock.ts'
import { decideFailure, decideSettlement } from './settlement-policy.ts'

const now = new Date('2026-03-01T12:00:00Z')
const when = { now, fraction: 0.5, maxAttempts: 5, unknownGraceSeconds: 120 }
const content: MessageContent = {
  type: 'template',
  template: { templateName: 'hello_world', languageCode: 'en_US' },
}
const message = (attempt = 1, hours = 12) => ({
  attempt,
  content,
  notAfter: after(now, hours * 3600),
  mode: 'live' as const,
})
const refused = (code: number, attempt = 1, hours = 12) =>
  decideFailure({ code }, message(attempt, hours), when)

it.each<[string, number, number, number]>([
  ['throughput starts with a second', 130429, 1, 0.5],
  ['a pair waits at least 4^0 s', 131056, 1, 1.125],
  ['a pair waits at least 4^2 s', 131056, 3, 18],
  ['a call limit waits minutes', 80007, 1, 337.5],
])('waits by class: %s', (_name, code, attempt, seconds) => {
  expect(refused(code, attempt)).toMatchObject({ sending: 'errored', wakeAt: after(now, seconds) })
})

it('waits as long as Meta asks, when that is longer', () => {
  expect(decideFailure({ code: 4, retryAfterSeconds: 1200 }, message(), when)).toMatchObject({
    wakeAt: after(now, 1200),
  })
  expect(decideFailure({ httpStatus: 429, retryAfterSeconds: 2 }, message(), when)).toMatchObject({
    sending: 'errored',
  })
})

it('retries what Meta calls transient although its code is final', () => {
  expect(decideFailure({ code: 135000, isTransient: true }, message(), when)).toMatchObject({
    sending: 'errored',
  })
  expect(decideFailure({ code: 135000 }, message(), when)).toMatchObject({ sending: 'failed' })
})

it('sends marketing that was kept back again after a day at the earliest, and only if it is still worth it', () => {
  expect(refused(131049, 1, 48)).toMatchObject({ sending: 'errored', wakeAt: after(now, 86_400 * 1.125) })
  expect(refused(131049, 1, 24)).toMatchObject({
    sending: 'failed',
    error: { code: 'MARKETING_NOT_DELIVERED' },
  })
  expect(refused(131049, 2, 72)).toMatchObject({ sending: 'failed' })
})

it('stops at the allowed number of attempts, counted from the last requested retry', () => {
  expect(refused(131056, 5)).toMatchObject({ sending: 'failed' })
  expect(decideFailure({ code: 131056 }, { ...message(5), attemptBase: 4 }, when)).toMatchObject({
    sending: 'errored',
  })
  expect(decideFailure({ code: 131056 }, { ...message(5), uncounted: 1 }, when)).toMatchObject({
    sending: 'errored',
  })
})

const outages: [string, Parameters<typeof decideSettlement>[0]][] = [
  ['a connection that failed', { kind: 'not-sent', because: 'ENOTFOUND' }],
  ['503', { kind: 'refused', failure: { httpStatus: 503 } }],
  ['131016', { kind: 'refused', failure: { code: 131016 } }],
  ['131000', { kind: 'refused', failure: { code: 131000 } }],
]
it.each(outages)('tries again after %s by its steps, without using up a try', (_name, outcome) => {
  const waits = [5, 30, 120, 300, 900, 1800, 1800]
  for (const [failures, seconds] of waits.entries()) {
    const failed = { ...message(failures + 1), uncounted: failures }
    expect(decideSettlement(outcome, failed, when)).toMatchObject({
      sending: 'errored',
      wakeAt: after(now, seconds),
      uncounted: true,
    })
  }
})

it('gives a message in an outage a last try before its end', () => {
  const late = { ...message(9, 0.25), uncounted: 8 }
  const outcome = { kind: 'not-sent', because: 'ENOTFOUND' } as const
  expect(decideSettlement(outcome, late, when)).toMatchObject({ wakeAt: after(late.notAfter, -90) })
  const atEnd = { ...message(9, 0.02), uncounted: 8 }
  expect(decideSettlement(outcome, atEnd, when)).toMatchObject({ sending: 'failed' })
})

it('holds for a repair, at the longest until the message is not worth sending', () => {
  expect(refused(190)).toMatchObject({ sending: 'held', heldBy: 'session', wakeAt: after(now, 12 * 3600) })
  expect(refused(132015)).toMatchObject({ sending: 'held', heldBy: 'template', wakeAt: after(now, 3 * 3600) })
  expect(refused(132015, 1, 1)).toMatchObject({ sending: 'held', wakeAt: after(now, 3600) })
})

it('fetches media again only where Meta fetched a link', () => {
  const image = { type: 'image', image: { link: 'https://example.com/a.jpg' } } as const
  const withLink = {
    ...message(),
    content: {
      type: 'template',
      template: { templateName: 'a', languageCode: 'en', headerParameters: image },
    },
  } as const
  expect(decideFailure({ code: 131053 }, withLink, when)).toMatchObject({ sending: 'errored' })
  expect(refused(131053)).toMatchObject({ sending: 'failed' })
})

it.each([
  [{ kind: 'not-sent', because: 'ECONNREFUSED' } as const, 'errored'],
  [{ kind: 'unknown', because: 'ECONNRESET' } as const, 'unknown'],
  [{ kind: 'refused', failure: { httpStatus: 502 } } as const, 'unknown'],
  [{ kind: 'refused', failure: { httpStatus: 503 } } as const, 'errored'],
  [{ kind: 'accepted', wamid: 'wamid.1', heldByMeta: true } as const, 'accepted'],
])('takes %j for %s', (outcome, sending) => {
  expect(decideSettlement(outcome, message(), when)).toMatchObject({ sending })
})
