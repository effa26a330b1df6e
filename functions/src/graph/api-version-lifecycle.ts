/**
 * How long a version of the Graph API lives.
 * https://developers.facebook.com/docs/graph-api/changelog/versions
 */
const lastDays: Readonly<Record<string, string | null>> = {
  'v20.0': '2026-09-24',
  'v21.0': '2027-01-21',
  'v22.0': '2027-05-20',
  'v23.0': '2027-10-08',
  'v24.0': '2028-02-18',
  'v25.0': '2028-07-29',
  // Not announced yet.
  'v26.0': null,
}

export interface ApiVersionLifecycle {
  /** `unknown`: not in our table, so newer than this release of Waypost, or mistyped. */
  readonly state: 'living' | 'expired' | 'unknown'
  /** The last day it answers (UTC); absent while Meta has not announced it. */
  readonly lastDay?: string
  /** Whole days until then, 0 on the last one; negative behind it. */
  readonly daysLeft?: number
}

const DAY_MS = 86_400_000

/** How long Meta serves this version, like `v26.0`. Behind its last day Meta answers as another version would. */
export function apiVersionLifecycle(version: string, now: Date): ApiVersionLifecycle {
  const lastDay = Object.hasOwn(lastDays, version) ? lastDays[version] : undefined
  if (lastDay === undefined) return { state: 'unknown' }
  if (lastDay === null) return { state: 'living' }
  const today = Date.parse(now.toISOString().slice(0, 10))
  const daysLeft = Math.round((Date.parse(lastDay) - today) / DAY_MS)
  return { state: daysLeft >= 0 ? 'living' : 'expired', lastDay, daysLeft }
}
