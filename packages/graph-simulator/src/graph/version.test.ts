import { expect, it } from 'vitest'
import { servingVersion, splitVersion } from './version.ts'

it.each([
  ['/v26.0/123/messages', { version: 'v26.0', rest: '/123/messages' }],
  ['/123/messages', { rest: '/123/messages' }],
  ['/v26.0', { version: 'v26.0', rest: '/' }],
  ['/v26/123', { rest: '/v26/123' }],
])('splits %s', (path, parts) => {
  expect(splitVersion(path)).toEqual(parts)
})

it.each([
  ['v26.0', '2026-11-21', 'v26.0'],
  [undefined, '2026-11-21', 'v26.0'],
  ['v21.0', '2027-01-21', 'v21.0'],
  ['v21.0', '2027-01-22', 'v22.0'],
  ['v20.0', '2026-11-21', 'v21.0'],
  ['v12.0', '2026-11-21', 'v21.0'],
  ['v20.0', '2026-09-24', 'v20.0'],
  ['v99.0', '2026-11-21', undefined],
  ['v25.5', '2026-11-21', undefined],
])('serves %s on %s with %s', (requested, day, served) => {
  expect(servingVersion(requested, new Date(`${day}T23:00:00Z`))).toBe(served)
})
