import type { KernelServices } from '../kernel/kernel-services.ts'
import type { SessionServices } from '../sessions/session-services.ts'
import type { JsonObject } from '../kernel/untrusted-json.ts'
import type { Session, AccountSignal, ReportedValue } from '../sessions/session.ts'
import { sessionsByAccount } from '../sessions/sessions-by-account.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import { unknownAccount } from './unknown-sender.ts'
import { applied, quarantined, type ItemHandler } from './item-handler.ts'
import type { StoredInboxItem } from './inbox-store.ts'
import { changeValue, reportedAt, stringField } from './webhook-value.ts'

export interface PhoneNumberUpdateNeeds extends Pick<
  KernelServices & SessionServices,
  'freshSessions' | 'alert'
> {
  recordSignal: SessionStore['recordSignal']
  /** The number behind an id as people write it; undefined when Meta does not tell. Rejects when it cannot be asked. */
  displayNumber(phoneNumberId: string): Promise<string | undefined>
}

/** What a number's news mean for its session, and for operators. */
interface UpdateEffect {
  readonly signals: readonly (readonly [AccountSignal, string])[]
  readonly severity: 'info' | 'warn'
  readonly message: string
}

/** https://developers.facebook.com/docs/whatsapp/cloud-api/overview#throughput */
const [STANDARD, HIGH] = ['80', '1000']

const effects: Readonly<
  Record<string, (limit: string) => Omit<UpdateEffect, 'signals'> & Partial<UpdateEffect>>
> = {
  ONBOARDING: () => ({
    signals: [['throughput', STANDARD]],
    severity: 'info',
    message: `The number joined the Cloud API: it sends ${STANDARD} messages a second at most.`,
  }),
  THROUGHPUT_UPGRADE: () => ({
    signals: [['throughput', HIGH]],
    severity: 'info',
    message: `Meta lets the number send ${HIGH} messages a second now.`,
  }),
  FLAGGED: () => ({
    signals: [['quality', 'low']],
    severity: 'warn',
    message:
      'Meta calls the quality of the number low: people block or report it. Queued messages go out half as fast; send less, or Meta lowers its limit.',
  }),
  UNFLAGGED: () => ({
    signals: [['quality', 'good']],
    severity: 'info',
    message: 'Meta calls the quality of the number good again. Queued messages go out at their usual pace.',
  }),
  UPGRADE: (limit) => ({ severity: 'info', message: `The number may write to more people a day${limit}.` }),
  DOWNGRADE: (limit) => ({
    severity: 'warn',
    message: `The number may write to fewer people a day${limit}. Look at its quality in the WhatsApp Manager.`,
  }),
}

/** Quality, throughput and limit of a number: the pace of its session follows. */
export const handlePhoneNumberUpdate: ItemHandler<PhoneNumberUpdateNeeds> = async (item, needs) => {
  const value = changeValue(item)
  const event = value ? stringField(value, 'event') : undefined
  if (!value || event === undefined) return quarantined('It does not say what happened to the number.')
  const limit = limitIn(value)
  const meaning = Object.hasOwn(effects, event) ? effects[event]?.(limit ? ` (${limit})` : '') : undefined
  if (!meaning) return quarantined(`The phone_number_quality_update ${event} is not known to this release.`)
  const sessions = await sessionsOf(item, stringField(value, 'display_phone_number'), needs)
  if (sessions.length === 0) return unknownAccount(item)
  const learned = [
    ...(meaning.signals ?? []),
    ...(limit === undefined ? [] : [['messagingLimit', limit] as const]),
  ]
  await recordSignals(sessions, learned, { at: reportedAt(item), needs })
  await alertFor(item, `number.${event.toLowerCase()}`, { ...meaning, needs })
  return applied(meaning.message)
}

/** How many people a business may write to, in how many numbers. */
export const handleCapabilityUpdate: ItemHandler<PhoneNumberUpdateNeeds> = async (item, needs) => {
  const value = changeValue(item)
  if (!value) return quarantined('This business_capability_update is no object.')
  const limit = limitIn(value)
  const numbers =
    stringField(value, 'max_phone_numbers_per_business') ?? stringField(value, 'max_phone_numbers_per_waba')
  if (limit === undefined && numbers === undefined)
    return quarantined('This business_capability_update names no limit that this release knows.')
  const sessions = sessionsByAccount(item.wabaId, await needs.freshSessions())
  if (sessions.length === 0) return unknownAccount(item)
  if (limit !== undefined)
    await recordSignals(sessions, [['messagingLimit', limit]], { at: reportedAt(item), needs })
  const message = [
    limit === undefined ? '' : `The business may write to ${limit} people a day.`,
    numbers === undefined ? '' : `It may have ${numbers} numbers.`,
  ]
    .join(' ')
    .trim()
  await alertFor(item, 'account.capability', { severity: 'info', message, needs })
  return applied(message)
}

/** A number like 2000, or a word like TIER_2K: Meta writes both, under several names. */
const limitIn = (value: JsonObject): string | undefined =>
  stringField(value, 'max_daily_conversations_per_business') ??
  stringField(value, 'current_limit') ??
  stringField(value, 'max_daily_conversation_per_phone')

/** The sessions of the account; of several those whose number it is. */
async function sessionsOf(
  item: StoredInboxItem,
  number: string | undefined,
  { freshSessions, displayNumber }: PhoneNumberUpdateNeeds,
): Promise<Session[]> {
  const own = sessionsByAccount(item.wabaId, await freshSessions())
  const ids = [...new Set(own.map(({ phoneNumberId }) => phoneNumberId))]
  if (ids.length < 2 || number === undefined) return own
  const wanted = digitsOf(number)
  const written = await Promise.all(ids.map(async (id) => [id, await displayNumber(id)] as const))
  const matching = written.filter(([, display]) => digitsOf(display ?? '') === wanted).map(([id]) => id)
  return own.filter(({ phoneNumberId }) => matching.includes(phoneNumberId))
}

const digitsOf = (number: string): string => number.replaceAll(/\D/g, '')

async function recordSignals(
  sessions: readonly Session[],
  learned: readonly (readonly [AccountSignal, ReportedValue['value']])[],
  { at, needs }: { at: Date; needs: Pick<PhoneNumberUpdateNeeds, 'recordSignal'> },
): Promise<void> {
  for (const { id } of sessions)
    for (const [topic, value] of learned) await needs.recordSignal(id, topic, { value, at })
}

const alertFor = (
  item: StoredInboxItem,
  event: string,
  {
    severity,
    message,
    needs,
  }: Omit<UpdateEffect, 'signals'> & { needs: Pick<PhoneNumberUpdateNeeds, 'alert'> },
): Promise<void> => needs.alert({ event, about: item.wabaId, severity, message, at: reportedAt(item) })
