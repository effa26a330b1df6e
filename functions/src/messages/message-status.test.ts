import fc from 'fast-check'
import { expect, it } from 'vitest'
import { messageStatus, type StatusFacets } from './message-status.ts'
import { isProgressStatus, encodeProgress } from './progress.ts'
import type { MetaEntry } from './timeline.ts'

const at = new Date('2026-01-01T00:00:00Z')
const meta = (status: string, attempt = 1): MetaEntry => ({
  source: 'meta',
  at,
  status,
  attempt,
  wamid: 'wamid.1',
  raw: `${status}${String(attempt)}`,
})

/** What the intake's blind writes make of these statuses: a set union and a maximum. */
const merged = (
  entries: MetaEntry[],
  sending: StatusFacets['sending'] = 'accepted',
  attempt = 1,
): StatusFacets => ({
  sending,
  attempt,
  timeline: [...new Map(entries.map((entry) => [entry.raw, entry])).values()],
  progress: Math.max(
    0,
    ...entries.flatMap((entry) =>
      isProgressStatus(entry.status) ? [encodeProgress(entry.attempt, entry.status)] : [],
    ),
  ),
})

it.each<[string, StatusFacets, string]>([
  ['says what the dispatcher says while Meta is silent', merged([], 'queued'), 'queued'],
  ['keeps read when a late delivered arrives', merged([meta('read'), meta('delivered')]), 'read'],
  ['takes read without delivered', merged([meta('read')]), 'read'],
  ['knows sent before our own answer was stored', merged([meta('sent')], 'sending'), 'sent'],
  ['settles an unknown by a status', merged([meta('sent')], 'unknown'), 'sent'],
  ['counts a played voice message', merged([meta('read'), meta('played')]), 'played'],
  ['says failed when Meta failed it after sent', merged([meta('sent'), meta('failed')], 'failed'), 'failed'],
  ['says errored while it will be tried again', merged([meta('sent'), meta('failed')], 'errored'), 'errored'],
  ['lets delivered after failed win', merged([meta('failed'), meta('delivered')], 'failed'), 'delivered'],
  [
    'forgets the sent of an attempt that failed when the next one begins',
    merged([meta('sent'), meta('failed')], 'sending', 2),
    'sending',
  ],
  [
    'believes a late delivered of an earlier attempt',
    merged([meta('delivered', 1)], 'unknown', 2),
    'delivered',
  ],
  [
    'does not go back from delivered when a later attempt is only sent',
    merged([meta('delivered', 1), meta('sent', 2)], 'accepted', 2),
    'delivered',
  ],
  ['believes sent over a failure of ours that was a guess', merged([meta('sent')], 'failed'), 'sent'],
  ['does not stumble over words of the future', merged([meta('deleted'), meta('teleported')]), 'accepted'],
])('%s', (_name, facets, status) => {
  expect(messageStatus(facets)).toBe(status)
})

it('is the same for every order and number of the same webhooks', () => {
  const entry = fc
    .constantFrom('sent', 'delivered', 'read', 'played', 'failed', 'deleted')
    .chain((status) => fc.constantFrom(1, 2).map((attempt) => meta(status, attempt)))
  fc.assert(
    fc.property(
      fc
        .array(entry, { maxLength: 8 })
        .chain((entries) =>
          fc.tuple(
            fc.constant(entries),
            fc.shuffledSubarray(entries, { minLength: entries.length }),
            fc.subarray(entries),
          ),
        ),
      fc.constantFrom<StatusFacets['sending']>('sending', 'accepted', 'unknown', 'errored', 'failed'),
      ([once, shuffled, again], sending) => {
        expect(messageStatus(merged([...shuffled, ...again], sending, 2))).toBe(
          messageStatus(merged(once, sending, 2)),
        )
      },
    ),
    { numRuns: 10_000 },
  )
})

it('never goes back while statuses of one attempt come in', () => {
  const life = ['accepted', 'sent', 'delivered', 'read', 'played']
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom('sent', 'delivered', 'read', 'played').map((status) => meta(status)),
        { maxLength: 8 },
      ),
      (entries) => {
        const words = entries.map((_, i) => life.indexOf(messageStatus(merged(entries.slice(0, i + 1)))))
        expect(words).toEqual(words.toSorted((a, b) => a - b))
      },
    ),
  )
})
