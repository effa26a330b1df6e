import { expect, it } from 'vitest'
import { purgeDate } from './retention.ts'

it.each([
  ['message', '2026-03-01T12:00:00Z', '2026-05-30T12:00:00Z'],
  ['event', '2026-03-01T12:00:00Z', '2026-03-31T12:00:00Z'],
  ['audit', '2026-03-01T12:00:00Z', '2027-03-01T12:00:00Z'],
] as const)('keeps the %s of %s until %s', (kind, from, until) => {
  expect(purgeDate(kind, new Date(from))).toEqual(new Date(until))
})
