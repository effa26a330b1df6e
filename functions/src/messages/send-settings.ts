import { WaypostError } from '@waypost/contract'
import { notifyPolicies, type NotifyPolicy } from '../auth/notify-policy.ts'
import { parsePhoneNumber } from '../kernel/phone-number.ts'
import type { QuietHours } from './message.ts'

/** Installation-wide rules for sends. */
export interface SendSettings {
  readonly notifyPolicy: NotifyPolicy
  /** Recipient of requests that name none; undefined: a recipient is required. */
  readonly defaultRecipient: string | undefined
  readonly defaultCountry: string | undefined
  /** Whether messages of test keys have a simulator to go to. */
  readonly hasSimulator: boolean
  /** Default quiet hours; one-time codes ignore them. */
  readonly quietHours: QuietHours | undefined
}

/** The parameters as they were written; empty = not set. */
export interface RawSendSettings {
  readonly notifyPolicy: string
  readonly defaultRecipient: string
  readonly defaultCountry: string
  readonly testGraphUrl: string
  readonly quietHours: string
}

/** @throws WaypostError `CONFIGURATION_INVALID`, naming the parameter and what it may be */
export function parseSendSettings(written: RawSendSettings): SendSettings {
  const notifyPolicy = notifyPolicies.find((policy) => policy === written.notifyPolicy)
  if (notifyPolicy === undefined)
    throw invalid('NOTIFY_POLICY', `must be one of ${notifyPolicies.join(', ')}`)
  const defaultCountry = emptyToUndefined(written.defaultCountry)
  if (defaultCountry !== undefined && !/^[A-Z]{2}$/.test(defaultCountry))
    throw invalid('WHATSAPP_DEFAULT_COUNTRY', 'must be two capital letters, like IL')
  const defaultRecipient = emptyToUndefined(written.defaultRecipient)
  const reading =
    defaultRecipient === undefined ? undefined : parsePhoneNumber(defaultRecipient, defaultCountry)
  if (reading?.ok === false)
    throw invalid('WHATSAPP_DEFAULT_RECIPIENT', `is not a phone number: ${reading.because}`)
  return {
    notifyPolicy,
    defaultRecipient,
    defaultCountry,
    hasSimulator: written.testGraphUrl !== '',
    quietHours: quietHoursOf(written.quietHours),
  }
}

function quietHoursOf(written: string): QuietHours | undefined {
  if (written === '') return undefined
  const [, from, to] = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(written) ?? []
  if (from === undefined || to === undefined)
    throw invalid('QUIET_HOURS', 'must be two times of day, like 22:00-08:00')
  return { from, to }
}

const emptyToUndefined = (value: string): string | undefined => (value === '' ? undefined : value)

const invalid = (name: string, what: string): WaypostError =>
  new WaypostError('CONFIGURATION_INVALID', { message: `The parameter ${name} ${what}.` })
