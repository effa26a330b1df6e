import { type QuietHours } from '../messages/message.ts'
import { countryOf } from '../kernel/phone-number.ts'
import { isPhoneNumber, type Recipient } from '../kernel/recipient.ts'

const DAY_MINUTES = 24 * 60
/** An hour a step: a clock change in between is then seen. */
const STEP_MINUTES = 60
/** A country that is not awake as a whole within two days never is. */
const MAX_STEPS = 48

/**
 * When this recipient may be disturbed: now, or when the quiet is over. Where a country has several time
 * zones, none of them is disturbed; where that leaves no hour of the day, the first one alone counts.
 */
export function quietHoursEnd(hours: QuietHours, recipient: Recipient, now: Date): Date {
  const zones = hours.timeZone === undefined ? zonesOf(recipient) : [hours.timeZone]
  return quietHoursEndIn(zones, hours, now) ?? quietHoursEndIn(zones.slice(0, 1), hours, now) ?? now
}

/** Steps on until no zone is quiet; null when that never is. */
function quietHoursEndIn(zones: readonly string[], hours: QuietHours, now: Date): Date | null {
  let instant = now
  for (let step = 0; step < MAX_STEPS; step++) {
    const left = Math.max(0, ...zones.map((zone) => quietMinutesLeft(hours, zone, instant)))
    if (left === 0) return instant
    instant = new Date(Math.floor(instant.getTime() / 60_000 + Math.min(left, STEP_MINUTES)) * 60_000)
  }
  return null
}

function quietMinutesLeft({ from, to }: QuietHours, zone: string, instant: Date): number {
  const local = minutesOf(localTime(zone, instant))
  const sinceFrom = (local - minutesOf(from) + DAY_MINUTES) % DAY_MINUTES
  const length = (minutesOf(to) - minutesOf(from) + DAY_MINUTES) % DAY_MINUTES
  return sinceFrom < length ? length - sinceFrom : 0
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

const clocks = new Map<string, Intl.DateTimeFormat>()

function localTime(timeZone: string, instant: Date): string {
  const known = clocks.get(timeZone)
  const clock =
    known ??
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  if (!known) clocks.set(timeZone, clock)
  return clock.format(instant)
}

/** The time zones of the country that a recipient belongs to, by CLDR; UTC for numbers of no country. */
function zonesOf(recipient: Recipient): string[] {
  const country = isPhoneNumber(recipient) ? countryOf(recipient) : recipient.slice(0, 2)
  const zones =
    country === undefined ? undefined : (new Intl.Locale(`und-${country}`) as LocaleWithZones).getTimeZones()
  return zones === undefined || zones.length === 0 ? ['UTC'] : zones
}

/** In the language since ES2026; TypeScript's library does not know it yet. */
interface LocaleWithZones extends Intl.Locale {
  getTimeZones(): string[] | undefined
}
