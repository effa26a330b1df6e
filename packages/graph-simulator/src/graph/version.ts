/**
 * The version in front of a Graph path. Last days: developers.facebook.com/docs/graph-api/changelog/versions
 * A version past its last day is served with the oldest living one, silently but for the `facebook-api-version` header.
 */
export const DEFAULT_VERSION = 'v26.0'

interface VersionLife {
  readonly version: string
  /** First day, UTC. */
  readonly from: string
  /** Last day, UTC; absent while Meta has not announced it. */
  readonly until?: string
}

/** Oldest first. */
export const graphVersions: readonly VersionLife[] = [
  { version: 'v20.0', from: '2024-05-21', until: '2026-09-24' },
  { version: 'v21.0', from: '2024-10-02', until: '2027-01-21' },
  { version: 'v22.0', from: '2025-01-21', until: '2027-05-20' },
  { version: 'v23.0', from: '2025-05-29', until: '2027-10-08' },
  { version: 'v24.0', from: '2025-10-08', until: '2028-02-18' },
  { version: 'v25.0', from: '2026-02-18', until: '2028-07-29' },
  { version: 'v26.0', from: '2026-07-29' },
]

const VERSIONED = /^\/(v\d+\.\d+)(?=\/|$)/

/** `/v26.0/123/messages` -> `{ version: 'v26.0', rest: '/123/messages' }`; version is absent when the path has none. */
export function splitVersion(path: string): { version?: string; rest: string } {
  const version = VERSIONED.exec(path)?.[1]
  if (version === undefined) return { rest: path }
  return { version, rest: path.slice(version.length + 1) || '/' }
}

/** The version that answers a request today: itself, the oldest living one if it has expired, or none if it never was. */
export function servingVersion(requested: string | undefined, today: Date): string | undefined {
  if (requested === undefined) return DEFAULT_VERSION
  const day = today.toISOString().slice(0, 10)
  const isLiving = ({ until }: VersionLife) => until === undefined || day <= until
  const known = graphVersions.find(({ version }) => version === requested)
  if (!known) return major(requested) < major('v20.0') ? graphVersions.find(isLiving)?.version : undefined
  return isLiving(known) ? requested : graphVersions.find(isLiving)?.version
}

function major(version: string): number {
  return Number.parseFloat(version.slice(1))
}
