import type { HealthDetails } from '@waypost/contract'
import type { Finding } from './finding.ts'

const LATE_MINUTES = 10
const MINUTE_MS = 60_000

/** What the installation says of itself: its token, its holds, its queue, Meta's webhooks. */
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
      message: `The functions send with a token that is ${token.state}: ${token.reason ?? 'no reason given'}`,
      fix: 'Store a new one with "npm run waypost -- token update".',
    }
  if (newest === undefined || newest === token.fingerprint)
    return { id, level: 'ok', message: 'The functions send with a valid token.' }
  return {
    id,
    level: 'fail',
    message: 'The functions send with an older token than the newest version of the secret.',
    fix: 'Run "npm run waypost -- token update" again, or deploy the functions: they keep the version they were deployed with.',
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
    fix: 'Repair the cause, then POST /v1/sessions/{id}/resume; "npm run waypost -- token update" does both for a token.',
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
    message: `${String(due)} messages are due, the oldest for ${String(Math.floor(lateMinutes))} minutes: nobody wakes them.`,
    fix: 'Look at the log of the function retryMessages, and at its job in Cloud Scheduler.',
  }
}

const lastWebhookFinding = ({ webhooks: { lastAt } }: HealthDetails): Finding =>
  lastAt === null
    ? {
        id: 'service.webhooks',
        level: 'warn',
        message: 'Meta has not told anything yet.',
        fix: 'Send a message. If no status comes: the app must be Live (apps in development get no webhooks), and subscribed.',
      }
    : { id: 'service.webhooks', level: 'ok', message: `Meta last told something at ${lastAt}.` }

const quarantineFinding = ({ webhooks: { quarantined } }: HealthDetails): Finding =>
  quarantined === 0
    ? { id: 'service.quarantine', level: 'ok', message: 'Every webhook was understood.' }
    : {
        id: 'service.quarantine',
        level: 'warn',
        message: `${String(quarantined)} webhooks, or items of them, were put aside.`,
        fix: 'GET /v1/raw-webhooks tells why. Repair the cause, or deploy a newer release, then "npm run waypost -- replay --since 30d --quarantined". They are kept for 30 days.',
      }
