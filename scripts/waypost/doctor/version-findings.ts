import { apiVersionLifecycle } from '../../../functions/src/graph/api-version-lifecycle.ts'
import type { Finding } from './finding.ts'

const WARN_DAYS = 90
const FIX = 'Set WHATSAPP_API_VERSION to a newer version in functions/.env (or remove it), and deploy.'

/** How long the version of the Graph API lives, and whether Meta really serves it. */
export function versionFindings(
  version: string,
  { served, now }: { served: string | null; now: Date },
): Finding[] {
  return [
    lifeFinding(version, now),
    ...(served === null || served === version ? [] : [otherServed(version, served)]),
  ]
}

function lifeFinding(version: string, now: Date): Finding {
  const id = 'graph.version'
  const { state, lastDay = '', daysLeft } = apiVersionLifecycle(version, now)
  if (state === 'unknown')
    return {
      id,
      level: 'warn',
      message: `${version} is not in the table of this release: nobody knows how long Meta serves it.`,
      fix: "Look at Meta's changelog (Graph API, versions), or update Waypost.",
    }
  if (state === 'expired')
    return {
      id,
      level: 'fail',
      message: `${version} ended on ${lastDay}: Meta answers as another version would.`,
      fix: FIX,
    }
  if (daysLeft === undefined) return { id, level: 'ok', message: `${version} has no last day yet.` }
  const message = `${version} is served until ${lastDay}: ${String(daysLeft)} days left.`
  return daysLeft < WARN_DAYS ? { id, level: 'warn', message, fix: FIX } : { id, level: 'ok', message }
}

const otherServed = (version: string, served: string): Finding => ({
  id: 'graph.served',
  level: 'fail',
  message: `Meta was asked as ${version} and answered as ${served}.`,
  fix: FIX,
})
