import { apiVersionLifecycle } from '../../../functions/src/graph/api-version-lifecycle.ts'
import type { Finding } from './finding.ts'

const WARN_DAYS = 90
const HINT = 'Set WHATSAPP_API_VERSION to a newer version in functions/.env (or remove it), and deploy.'

/** Checks how long Meta supports the Graph API version, and whether Meta serves it. */
export function versionFindings(
  version: string,
  { served, now }: { served: string | null; now: Date },
): Finding[] {
  return [
    lifecycleFinding(version, now),
    ...(served === null || served === version ? [] : [otherServed(version, served)]),
  ]
}

function lifecycleFinding(version: string, now: Date): Finding {
  const id = 'graph.version'
  const { state, lastDay = '', daysLeft } = apiVersionLifecycle(version, now)
  if (state === 'unknown')
    return {
      id,
      level: 'warn',
      message: `${version} is not in the table of this release: its last day is unknown.`,
      hint: "Look at Meta's changelog (Graph API, versions), or update Waypost.",
    }
  if (state === 'expired')
    return {
      id,
      level: 'fail',
      message: `${version} ended on ${lastDay}: Meta answers as another version.`,
      hint: HINT,
    }
  if (daysLeft === undefined) return { id, level: 'ok', message: `${version} has no last day yet.` }
  const message = `${version} is served until ${lastDay}: ${String(daysLeft)} days left.`
  return daysLeft < WARN_DAYS ? { id, level: 'warn', message, hint: HINT } : { id, level: 'ok', message }
}

const otherServed = (version: string, served: string): Finding => ({
  id: 'graph.served',
  level: 'fail',
  message: `${version} was requested, but Meta served ${served}.`,
  hint: HINT,
})
