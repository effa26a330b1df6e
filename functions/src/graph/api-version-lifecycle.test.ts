import { expect, it } from 'vitest'
import { apiVersionLifecycle } from './api-version-lifecycle.ts'

const at = (day: string) => new Date(`${day}T23:30:00Z`)

it.each([
  ['v25.0', '2028-07-28', { state: 'living', lastDay: '2028-07-29', daysLeft: 1 }],
  ['v25.0', '2028-07-29', { state: 'living', lastDay: '2028-07-29', daysLeft: 0 }],
  ['v25.0', '2028-07-30', { state: 'expired', lastDay: '2028-07-29', daysLeft: -1 }],
  ['v21.0', '2026-11-03', { state: 'living', lastDay: '2027-01-21', daysLeft: 79 }],
  ['v26.0', '2030-01-01', { state: 'living' }],
  ['v99.0', '2026-11-03', { state: 'unknown' }],
  ['toString', '2026-11-03', { state: 'unknown' }],
])('%s on %s', (version, day, life) => {
  expect(apiVersionLifecycle(version, at(day))).toEqual(life)
})
