import { expect, it } from 'vitest'
import type { Sending } from './send-state.ts'
import { sortTimeline, type TimelineEntry } from './timeline.ts'

const at = (time: string): Date => new Date(`2026-01-01T00:00:${time}Z`)
const ours = (time: string, status: Sending, attempt = 1): TimelineEntry => ({
  source: 'waypost',
  at: at(time),
  status,
  attempt,
})
const metas = (time: string, status: string, attempt = 1): TimelineEntry => ({
  source: 'meta',
  at: at(time),
  status,
  attempt,
  wamid: 'wamid.1',
  raw: '{}',
})
const shown = (...timeline: TimelineEntry[]): string[] =>
  sortTimeline(timeline).map(({ status, attempt }) => `${status} ${String(attempt)}`)

it("shows Meta's whole seconds behind what we did in that second", () => {
  expect(
    shown(
      ours('05.058', 'queued', 0),
      ours('05.058', 'sending'),
      ours('05.086', 'accepted'),
      metas('05', 'read'),
      metas('05', 'sent'),
      metas('05', 'delivered'),
    ),
  ).toEqual(['queued 0', 'sending 1', 'accepted 1', 'sent 1', 'delivered 1', 'read 1'])
})

it('shows a status once that came with different contacts', () => {
  const twice = [metas('05', 'sent'), { ...metas('05', 'sent'), contacts: '[{"wa_id":"1"}]' }]
  expect(shown(ours('04', 'sending'), ...twice)).toEqual(['sending 1', 'sent 1'])
  expect(shown(metas('05', 'sent'), metas('05', 'sent', 2), metas('06', 'read'))).toHaveLength(3)
})

it('keeps two attempts within one second apart', () => {
  expect(
    shown(
      ours('05.100', 'sending'),
      ours('05.200', 'accepted'),
      metas('05', 'sent', 2),
      metas('05', 'failed'),
      ours('05.400', 'errored'),
      ours('05.500', 'sending', 2),
      ours('05.600', 'accepted', 2),
    ),
  ).toEqual(['sending 1', 'accepted 1', 'failed 1', 'errored 1', 'sending 2', 'accepted 2', 'sent 2'])
})

it('never shows a status before its attempt, whatever the clocks say', () => {
  expect(shown(metas('03', 'sent'), ours('05.100', 'sending'), ours('05.200', 'accepted'))).toEqual([
    'sending 1',
    'accepted 1',
    'sent 1',
  ])
})

it('shows that a lost answer was settled by the status', () => {
  expect(
    shown(
      ours('05.100', 'sending'),
      ours('05.300', 'unknown'),
      metas('07', 'sent'),
      ours('09.000', 'accepted'),
    ),
  ).toEqual(['sending 1', 'unknown 1', 'sent 1', 'accepted 1'])
})
