import type { JsonObject } from '../kernel/untrusted-json.ts'
import { objectField, stringField } from './webhook-value.ts'

/** Something for an operator to know. */
export interface AccountNotice {
  /** A stable word for the alert. */
  readonly event: string
  readonly severity: 'info' | 'warn' | 'error'
  readonly message: string
}

/** Null: the value does not say what happened. */
type ParseAccountNotice = (value: JsonObject) => AccountNotice | null

/** What to tell an operator of each of these fields: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference */
export const accountNotices: Readonly<Record<string, ParseAccountNotice>> = {
  phone_number_name_update(value) {
    const decision = stringField(value, 'decision')
    if (decision === undefined) return null
    const name = stringField(value, 'requested_verified_name')
    const reason = stringField(value, 'rejection_reason')
    const why = reason === undefined || reason === 'NONE' ? '' : ` (${reason})`
    const what = `The display name${name === undefined ? '' : ` "${name}"`}`
    if (decision === 'APPROVED') return notice('number.name', 'info', `${what} was approved.`)
    if (decision === 'REJECTED')
      return notice(
        'number.name',
        'error',
        `${what} was rejected${why}. Ask for another in the WhatsApp Manager.`,
      )
    return notice('number.name', 'info', `${what} is ${decision.toLowerCase()} at Meta.`)
  },
  security(value) {
    const event = stringField(value, 'event')
    if (event === undefined) return null
    const requester = stringField(value, 'requester')
    const by = requester === undefined ? '' : `, by ${requester}`
    const known = Object.hasOwn(pinEvents, event) ? pinEvents[event] : undefined
    return notice(
      `security.${event.toLowerCase()}`,
      'error',
      `${known ?? `Meta reports ${event} for the number`}${by}. If that was not you, secure the account now.`,
    )
  },
  account_alerts(value) {
    const alert = objectField(value, 'alert_info')
    const find = (name: string) => stringField(alert, name) ?? stringField(value, name)
    const [type, text] = [find('alert_type'), find('alert_description')]
    if (type === undefined && text === undefined) return null
    const severity = severities[find('alert_severity') ?? ''] ?? 'warn'
    const entity = stringField(value, 'entity_type')
    const status = find('alert_status')
    const words = [entity, status].filter(Boolean).join(', ')
    return notice(
      `account_alert.${(type ?? 'unnamed').toLowerCase()}`,
      severity,
      `Meta's alert${words === '' ? '' : ` (${words})`}: ${text ?? type ?? ''}`,
    )
  },
  account_review_update(value) {
    const decision = stringField(value, 'decision')
    if (decision === undefined) return null
    if (decision === 'REJECTED')
      return notice(
        'account.review',
        'error',
        'Meta rejected the account in its review. Appeal in Business Support Home.',
      )
    return notice('account.review', 'info', `Meta's review of the account: ${decision.toLowerCase()}.`)
  },
  business_username_updates(value) {
    const status = stringField(value, 'status')
    if (status === undefined) return null
    const name = stringField(value, 'username')
    return notice(
      'number.username',
      status === 'deleted' ? 'warn' : 'info',
      `The user name of the business${name === undefined ? '' : ` (${name})`} is ${status}.`,
    )
  },
}

const notice = (event: string, severity: AccountNotice['severity'], message: string): AccountNotice => ({
  event,
  severity,
  message,
})

const severities: Readonly<Record<string, AccountNotice['severity']>> = {
  CRITICAL: 'error',
  WARNING: 'warn',
  INFORMATIONAL: 'info',
}

const pinEvents: Readonly<Record<string, string>> = {
  PIN_CHANGED: 'The two-step PIN of the number was changed',
  PIN_RESET_REQUEST: 'Somebody asked to reset the two-step PIN of the number',
  PIN_RESET_SUCCESS: 'The two-step PIN of the number was reset',
}
