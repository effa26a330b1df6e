import { expect, it } from 'vitest'
import { fromMicros, parseTimestampText, storedTimestamp, timestampText, toMicros } from './timestamp.ts'

it.each([
  ['2026-11-21T10:00:00Z', { seconds: '1795255200', nanos: 0 }],
  ['2026-11-21T12:00:00.5+02:00', { seconds: '1795255200', nanos: 500_000_000 }],
  ['1969-12-31T23:59:59.000001Z', { seconds: '-1', nanos: 1000 }],
  ['0001-01-01T00:00:00Z', { seconds: '-62135596800', nanos: 0 }],
  ['9999-12-31T23:59:59.999999999Z', { seconds: '253402300799', nanos: 999_999_999 }],
])('reads %s', (text, timestamp) => {
  expect(parseTimestampText(text)).toEqual(timestamp)
})

it.each(['yesterday', '2026-11-21', '2026-11-21T10:00:00', '2026-13-01T00:00:00Z'])('refuses %s', (text) => {
  expect(() => parseTimestampText(text)).toThrow(/RFC 3339/)
})

it.each([
  '2026-11-21T10:00:00Z',
  '2026-11-21T10:00:00.120Z',
  '2026-11-21T10:00:00.000001Z',
  '2026-11-21T10:00:00.000000001Z',
])('writes %s as it was read', (text) => expect(timestampText(parseTimestampText(text))).toBe(text))

it('keeps commit times exact, before 1970 too', () => {
  for (const micros of [1795255200123456, 0, -1]) expect(toMicros(fromMicros(micros))).toBe(micros)
})

it('cuts to microseconds and refuses years that Firestore does not know', () => {
  expect(storedTimestamp({ seconds: '1', nanos: 123456789 })).toEqual({ seconds: '1', nanos: 123456000 })
  expect(() => storedTimestamp({ seconds: '253402300800' })).toThrow(/between/)
})
