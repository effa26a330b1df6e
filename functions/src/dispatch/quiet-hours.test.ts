import { expect, it } from 'vitest'
import { quietHoursEnd } from './quiet-hours.ts'

const night = { from: '22:00', to: '08:00' }
const at = (instant: string): Date => new Date(instant)

it.each([
  ['in the afternoon at once', '+972546800360', '2026-07-01T12:00:00Z', '2026-07-01T12:00:00Z'],
  [
    'in the night when the morning comes there (Israel, UTC+3)',
    '+972546800360',
    '2026-07-01T20:00:30Z',
    '2026-07-02T05:00:00Z',
  ],
  ['after midnight on the same day', '+972546800360', '2026-07-01T23:30:00Z', '2026-07-02T05:00:00Z'],
  ['at the very end of the quiet', '+972546800360', '2026-07-02T05:00:00Z', '2026-07-02T05:00:00Z'],
  [
    'in a wide country when all of it is awake (Hawaii 08:00)',
    '+14155550100',
    '2026-01-15T13:00:00Z',
    '2026-01-15T18:00:00Z',
  ],
])('disturbs %s', (_when, number, now, expected) => {
  expect(quietHoursEnd(night, number as '+1', at(now)).toISOString()).toBe(at(expected).toISOString())
})

it('uses the given time zone', () => {
  expect(
    quietHoursEnd({ ...night, timeZone: 'Asia/Tokyo' }, '+972546800360', at('2026-07-01T12:00:00Z')),
  ).toEqual(at('2026-07-01T12:00:00Z'))
  expect(
    quietHoursEnd({ ...night, timeZone: 'Asia/Tokyo' }, '+972546800360', at('2026-07-01T14:00:00Z')),
  ).toEqual(at('2026-07-01T23:00:00Z'))
})

it('is not fooled by the hour that is skipped in spring', () => {
  expect(
    quietHoursEnd({ ...night, timeZone: 'Europe/Berlin' }, '+4915123456789', at('2026-03-28T22:00:00Z')),
  ).toEqual(at('2026-03-29T06:00:00Z'))
})

it('takes hours within a day and no hours at all', () => {
  expect(
    quietHoursEnd(
      { from: '12:00', to: '14:00', timeZone: 'UTC' },
      '+4915123456789',
      at('2026-07-01T13:10:00Z'),
    ),
  ).toEqual(at('2026-07-01T14:00:00Z'))
  expect(
    quietHoursEnd(
      { from: '12:00', to: '12:00', timeZone: 'UTC' },
      '+4915123456789',
      at('2026-07-01T12:00:00Z'),
    ),
  ).toEqual(at('2026-07-01T12:00:00Z'))
})
