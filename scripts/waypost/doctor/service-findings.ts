import type { HealthDetails } from '@waypost/contract'
import type { Finding } from './finding.ts'

const LATE_MINUTES = 10
const MINUTE_MS = 60_000

/** Evaluates the health of the installation: token, holds, queue, Meta's webhooks. */
export const serviceFindings = (
  details: HealthDetails,
  { newestFingerprint }: { newestFingerprint: string | undefined },
): Finding[] => [
  tokenFreshnessFinding(details, newestFingerprint),
  holdFinding(details),
  queueFinding(details),
  lastWebhookFinding(details),
  quarantineFinding(details),
]

function tokenFreshnessFinding({ token }: HealthDetails, newest: string | undefined): Finding {
  const id = 'service.token'
  if (token.state !== 'valid')
    return {
      id,
      level: 'fail',
      message: `The token of the functions is ${token.state}: ${token.reason ?? 'no reason given'}`,
      hint: 'Store a new one with "npm run waypost -- token update".',
    }
  if (newest === undefined || newest === token.fingerprint)
    return { id, level: 'ok', message: 'The functions use a valid token.' }
  return {
    id,
    level: 'fail',
    message: 'The functions use an older token than the newest version of the secret.',
    hint: 'Run "npm run waypost -- token update" again, or deploy the functions: they keep the version they were deployed with.',
  }
}

function holdFinding({ sessionsOnHold, queue: { held } }: HealthDetails): Finding {
  const id = 'service.holds'
  if (sessionsOnHold.length === 0) return { id, level: 'ok', message: 'No session is on hold.' }
  const named = sessionsOnHold.map(({ name, code, since }) => `${name} (${code}, since ${since})`)
  return {
    id,
    level: 'fail',
    message: `On hold, with ${String(held)} ${held === 1 ? 'message' : 'messages'} waiting: ${named.join(', ')}.`,
    hint: 'Repair the cause, then POST /v1/sessions/{id}/resume; "npm run waypost -- token update" does both for a token.',
  }
}

function queueFinding({ time, queue: { due, oldestDueAt } }: HealthDetails): Finding {
  const id = 'service.queue'
  const lateMinutes = oldestDueAt === null ? 0 : (Date.parse(time) - Date.parse(oldestDueAt)) / MINUTE_MS
  if (lateMinutes < LATE_MINUTES)
    return { id, level: 'ok', message: `${String(due)} messages are due, none of them late.` }
  return {
    id,
    level: 'fail',
    message: `${String(due)} messages are due, the oldest for ${String(Math.floor(lateMinutes))} minutes: the retry schedule is not running.`,
    hint: 'Check the log of the function retryMessages, and its job in Cloud Scheduler.',
  }
}

const lastWebhookFinding = ({ webhooks: { lastAt } }: HealthDetails): Finding =>
  lastAt === null
    ? {
        id: 'service.webhooks',
        level: 'warn',
        message: 'No webhook received yet.',
        hint: 'Send a message. If no status arrives: set the app to Live (apps in development get no webhooks), and subscribe it.',
      }
    : { id: 'service.webhooks', level: 'ok', message: `The last webhook arrived at ${lastAt}.` }

const quarantineFinding = ({ webhooks: { quarantined } }: HealthDetails): Finding =>
  quarantined === 0
    ? { id: 'service.quarantine', level: 'ok', message: 'No webhook is quarantined.' }
    : {
        id: 'service.quarantine',
        level: 'warn',
        message: `${String(quarantined)} webhooks or items are quarantined.`,
        hint: 'GET /v1/raw-webhooks shows the reasons. Repair the cause, or deploy a newer release, then "npm run waypost -- replay --since 30d --quarantined". They are kept for 30 days.',
      }
