import { purgeDate } from '../kernel/retention.ts'
import { createHash } from 'node:crypto'
import { after } from '../kernel/clock.ts'
import type { NewDocument } from './intake-writes.ts'

/** What goes wrong at the door of the webhook: it cannot store, or the signature does not fit. */
export type IntakeFailure = 'not_stored' | 'signature_invalid'

/** Counts what goes wrong in this instance, so that one alert stands for many failures. */
export interface IntakeFailureAlerts {
  /** Counts a failure. True: it is the one with which the trouble is worth an alert. */
  count(trouble: IntakeFailure, at: Date): boolean
  /** Alerts that are not stored yet, with the time of each: where nothing can be stored, an alert cannot either. */
  pending(): readonly (readonly [IntakeFailure, Date])[]
  /** Its alert is stored. */
  markStored(trouble: IntakeFailure): void
}

/** So many failures within so many seconds are no accident. */
const LIMITS: Readonly<Record<IntakeFailure, { readonly failures: number; readonly seconds: number }>> = {
  not_stored: { failures: 3, seconds: 600 },
  signature_invalid: { failures: 10, seconds: 600 },
}

export function intakeFailureAlerts(): IntakeFailureAlerts {
  const windows = new Map<IntakeFailure, { since: Date; failures: number }>()
  const owed = new Map<IntakeFailure, Date>()
  return {
    count(trouble, at) {
      const { failures, seconds } = LIMITS[trouble]
      const known = windows.get(trouble)
      const window = known && at < after(known.since, seconds) ? known : { since: at, failures: 0 }
      window.failures++
      windows.set(trouble, window)
      const isWorth = window.failures === failures
      if (isWorth) owed.set(trouble, at)
      return isWorth
    },
    pending: () => [...owed],
    markStored: (trouble) => void owed.delete(trouble),
  }
}

/** A failure, or a body that is kept whole because part of it could not be read. */
type IntakeAlert = IntakeFailure | 'quarantined'

const messages: Readonly<Record<IntakeAlert, string>> = {
  quarantined:
    'Bodies of Meta\'s webhooks could not be read in full: their bytes are kept. GET /v1/raw-webhooks shows the reasons. Update Waypost or fix the cause, then run "npm run waypost -- replay --since 3d --quarantined".',
  not_stored:
    "Meta's webhooks cannot be stored: they are answered with 503, and Meta repeats them for seven days. Look at the log of whatsappWebhook and at the state of Firestore.",
  signature_invalid:
    'Posts to the webhook carry signatures that do not fit. If Meta sends them, WHATSAPP_APP_SECRET is not the secret of the app: nothing that Meta tells is taken in until it is.',
}
/** The alert for a trouble: one for each hour, however many instances meet it. */
export function failureAlert(trouble: IntakeAlert, now: Date): NewDocument {
  const at = new Date(now)
  at.setUTCMinutes(0, 0, 0)
  const event = `webhook.${trouble}`
  const id = createHash('sha256')
    .update(JSON.stringify([event, at.toISOString()]))
    .digest('hex')
  return {
    kind: 'create',
    path: `alerts/alt_${id.slice(0, 26)}`,
    fields: {
      event,
      about: 'whatsappWebhook',
      ...(trouble === 'signature_invalid' && { code: 'WEBHOOK_SIGNATURE_INVALID' }),
      message: messages[trouble],
      severity: 'error',
      at,
      purgeAt: purgeDate('alert', at),
    },
  }
}
