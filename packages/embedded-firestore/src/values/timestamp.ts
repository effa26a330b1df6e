import { invalid } from '../protocol/status.ts'
import type { Timestamp } from '../protocol/messages.ts'

/** Microseconds since 1970 as a number: exact until the year 2255, enough for commit times. */
export type Micros = number

/** A commit time as the protocol writes it. */
export function fromMicros(time: Micros): Timestamp {
  const seconds = Math.floor(time / 1e6)
  return { seconds: String(seconds), nanos: (time - seconds * 1e6) * 1000 }
}

/** A commit time read from the protocol; parts of a microsecond are dropped. */
export function toMicros(time: Timestamp): Micros {
  return Number(time.seconds ?? 0) * 1e6 + Math.floor((time.nanos ?? 0) / 1000)
}

/** A commit time as RFC 3339 text in UTC. */
export const microsText = (time: Micros) => timestampText(fromMicros(time))

/** RFC 3339 in UTC with 0, 3, 6 or 9 digits after the second, as proto3 JSON writes it. */
export function timestampText(time: Timestamp): string {
  const whole = new Date(Number(time.seconds ?? 0) * 1000).toISOString().slice(0, 19)
  const nanos = String(time.nanos ?? 0).padStart(9, '0')
  const digits = nanos.replace(/(000)+$/, '')
  return `${whole}${digits && `.${digits}`}Z`
}

const rfc3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/

/** Reads RFC 3339 text with any offset and up to nine digits after the second; throws when it is anything else. */
export function parseTimestampText(text: string): Timestamp {
  const [, whole, fraction = '', zone] = rfc3339.exec(text) ?? []
  const millis = Date.parse(`${String(whole)}${String(zone)}`)
  if (Number.isNaN(millis))
    throw invalid(`"${text}" is no timestamp: write RFC 3339, like 2026-11-21T10:00:00Z.`)
  return { seconds: String(millis / 1000), nanos: Number(fraction.padEnd(9, '0')) }
}

const firstSecond = -62135596800
const lastSecond = 253402300799

/** A timestamp as it is stored: in range (years 1 to 9999) and, as in production, cut to microseconds. */
export function storedTimestamp(time: Timestamp): Timestamp {
  const seconds = Number(time.seconds ?? 0)
  const nanos = time.nanos ?? 0
  if (seconds < firstSecond || seconds > lastSecond || nanos < 0 || nanos > 999_999_999)
    throw invalid('A timestamp must lie between 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999999Z.')
  return { seconds: String(seconds), nanos: nanos - (nanos % 1000) }
}

/** Earlier is negative. */
export function compareTimestamps(a: Timestamp, b: Timestamp): number {
  return Number(a.seconds ?? 0) - Number(b.seconds ?? 0) || (a.nanos ?? 0) - (b.nanos ?? 0)
}
