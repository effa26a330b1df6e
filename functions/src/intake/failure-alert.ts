import { purgeDate } from '../kernel/retention.ts'
import { createHash } from 'node:crypto'
import type { NewDocument } from './intake-writes.ts'
import type { IntakeFailure } from './intake-failure-alerts.ts'

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
