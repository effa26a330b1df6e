import type { JsonObject } from '../kernel/untrusted-json.ts'
import { dateField, arrayField, objectField, stringField } from './webhook-value.ts'

/** What an `account_update` means for the sessions of the account. */
export type AccountUpdateEffect =
  /** Nothing may be sent; `until`: Meta lifts it by itself then. */
  | { readonly kind: 'restricted'; readonly reason: string; readonly until?: Date }
  /** A restriction is over. */
  | { readonly kind: 'free'; readonly reason: string }
  /** An operator should know. */
  | { readonly kind: 'notice'; readonly severity: 'info' | 'warn' | 'error'; readonly message: string }
  /** An event that is not in this table. */
  | { readonly kind: 'unknown'; readonly because: string }

/**
 * Reads an `account_update`:
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/account_update
 * A violation alone is a notice: Meta reports the consequence as a restriction, or refuses sends.
 */
export function classifyAccountUpdate(value: JsonObject, now: Date): AccountUpdateEffect {
  const event = stringField(value, 'event') ?? ''
  const read = Object.hasOwn(events, event) ? events[event] : undefined
  return read
    ? read(value, now)
    : {
        kind: 'unknown',
        because:
          event === ''
            ? 'This account_update names no event.'
            : `The account_update ${event} is not known to this release.`,
      }
}

type ReadEvent = (value: JsonObject, now: Date) => AccountUpdateEffect

const info = (message: string): AccountUpdateEffect => ({ kind: 'notice', severity: 'info', message })
const warn = (message: string): AccountUpdateEffect => ({ kind: 'notice', severity: 'warn', message })
const errorNotice = (message: string): AccountUpdateEffect => ({ kind: 'notice', severity: 'error', message })

const CHECK_SUPPORT_HOME = "Look at Business Support Home in Meta's Business Manager."

const events: Readonly<Record<string, ReadEvent>> = {
  ACCOUNT_RESTRICTION: readRestriction,
  DISABLED_UPDATE: readBan,
  ACCOUNT_VIOLATION: (value) =>
    errorNotice(
      `Meta says that the account violated a policy (${stringField(objectField(value, 'violation_info'), 'violation_type') ?? 'not said which'}). ${CHECK_SUPPORT_HOME} A restriction may follow.`,
    ),
  ACCOUNT_DELETED: () => ({
    kind: 'restricted',
    reason: 'The WhatsApp Business Account was deleted at Meta. Connect another one, or restore it there.',
  }),
  ACCOUNT_OFFBOARDED: () =>
    errorNotice('The account left the Cloud API. Sends will be refused until it is connected again.'),
  ACCOUNT_RECONNECTED: () => info('The account is connected to the Cloud API again.'),
  PARTNER_ADDED: () => info('An app was given access to the account.'),
  PARTNER_REMOVED: (value) => errorNotice(`The app lost its access to the account${removalReason(value)}.`),
  PARTNER_APP_INSTALLED: () => info('The app was installed on the account.'),
  PARTNER_APP_UNINSTALLED: () =>
    errorNotice('The app was removed from the account: no more webhooks come, and sends will be refused.'),
  VERIFIED_ACCOUNT: () => info('Meta verified the account.'),
  AUTH_INTL_PRICE_ELIGIBILITY_UPDATE: () =>
    info('Prices of authentication messages to other countries change for this account.'),
  BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE: (value) =>
    info(`The country of the business is now ${stringField(value, 'country') ?? 'another one'}.`),
  VOLUME_BASED_PRICING_TIER_UPDATE: (value) => {
    const tier = objectField(value, 'volume_tier_info')
    const words = ['tier_category', 'tier', 'pricing_category', 'region'].map((name) =>
      stringField(tier, name),
    )
    return info(
      `The account has another price tier: ${words.filter(Boolean).join(', ') || 'not said which'}.`,
    )
  },
  MM_LITE_TERMS_SIGNED: () => info('The terms of the Marketing Messages API were accepted.'),
  AD_ACCOUNT_LINKED: () => info('An ad account was linked to the account.'),
  PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE: () => info('The certification of a client has a new status.'),
}

/** Restrictions of messaging hold; one of adding numbers does not. An empty list: all are lifted. */
function readRestriction(value: JsonObject, now: Date): AccountUpdateEffect {
  const listed = arrayField(value, 'restriction_info')
  if (!listed) return { kind: 'restricted', reason: `Meta restricted the account. ${CHECK_SUPPORT_HOME}` }
  const active = listed.filter((one) => (dateField(one, 'expiration') ?? after(now)) > now)
  if (active.length === 0)
    return { kind: 'free', reason: 'Meta lists no restriction of the account any more.' }
  const types = active.map((one) => stringField(one, 'restriction_type') ?? 'of a kind it does not name')
  const stopping = active.filter((_one, i) => !/ADD_PHONE_NUMBER/.test(types[i] ?? ''))
  if (stopping.length === 0)
    return warn(`Meta restricted the account: ${types.join(', ')}. ${CHECK_SUPPORT_HOME}`)
  const ends = stopping.map((one) => dateField(one, 'expiration'))
  const until = ends.every((end) => end !== undefined)
    ? new Date(Math.max(...ends.map((end) => end.getTime())))
    : undefined
  return {
    kind: 'restricted',
    reason: `Meta restricted the account: ${types.join(', ')}${until ? `, until ${until.toISOString()}` : ''}. ${CHECK_SUPPORT_HOME}`,
    ...(until && { until }),
  }
}

const after = (now: Date): Date => new Date(now.getTime() + 1)

function readBan(value: JsonObject): AccountUpdateEffect {
  const ban = objectField(value, 'ban_info')
  const date = stringField(ban, 'waba_ban_date')
  const state = stringField(ban, 'waba_ban_state')
  if (state === 'REINSTATE') return { kind: 'free', reason: 'Meta reinstated the account.' }
  if (state === 'SCHEDULE_FOR_DISABLE')
    return errorNotice(
      `Meta will disable the account${date === undefined ? '' : ` on ${date}`}. ${CHECK_SUPPORT_HOME}`,
    )
  if (state === 'DISABLE')
    return { kind: 'restricted', reason: `Meta disabled the account. ${CHECK_SUPPORT_HOME}` }
  return errorNotice(
    `Meta changed whether the account is disabled (${state ?? 'not said how'}). ${CHECK_SUPPORT_HOME}`,
  )
}

function removalReason(value: JsonObject): string {
  const info = objectField(value, 'disconnection_info')
  const words = [stringField(info, 'reason'), stringField(info, 'initiated_by')].filter(Boolean)
  return words.length === 0 ? '' : ` (${words.join(', ')})`
}
