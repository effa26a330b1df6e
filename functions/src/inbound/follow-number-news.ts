import type { Alert } from '../kernel/alert.ts'
import type { Fields } from '../kernel/loose-json.ts'
import type { Session, StandingTopic, Told } from '../sessions/session.ts'
import { sessionsOfAccount } from '../sessions/sessions-of.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import { notOurs } from './follow-account-update.ts'
import { done, quarantined, type Follow } from './follow.ts'
import type { StoredInboxItem } from './inbox-store.ts'
import { newsIn, toldAtOf, wordIn } from './news-value.ts'

export interface NumberNewsNeeds {
  freshSessions(): Promise<readonly Session[]>
  learn: SessionStore['learn']
  alert: Alert
  /** The number behind an id as people write it; undefined when Meta does not tell. Rejects when it cannot be asked. */
  displayNumber(phoneNumberId: string): Promise<string | undefined>
}

/** What a number's news mean for its session, and for operators. */
interface Meaning {
  readonly learned: readonly (readonly [StandingTopic, string])[]
  readonly severity: 'info' | 'warn'
  readonly message: string
}

/** https://developers.facebook.com/docs/whatsapp/cloud-api/overview#throughput */
const [STANDARD, HIGH] = ['80', '1000']

const meanings: Readonly<Record<string, (limit: string) => Omit<Meaning, 'learned'> & Partial<Meaning>>> = {
  ONBOARDING: () => ({
    learned: [['throughput', STANDARD]],
    severity: 'info',
    message: `The number joined the Cloud API: it sends ${STANDARD} messages a second at most.`,
  }),
  THROUGHPUT_UPGRADE: () => ({
    learned: [['throughput', HIGH]],
    severity: 'info',
    message: `Meta lets the number send ${HIGH} messages a second now.`,
  }),
  FLAGGED: () => ({
    learned: [['quality', 'low']],
    severity: 'warn',
    message:
      'Meta calls the quality of the number low: people block or report it. Queued messages go out half as fast; send less, or Meta lowers its limit.',
  }),
  UNFLAGGED: () => ({
    learned: [['quality', 'good']],
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
export const followNumberNews: Follow<NumberNewsNeeds> = async (item, needs) => {
  const value = newsIn(item)
  const event = value ? wordIn(value, 'event') : undefined
  if (!value || event === undefined) return quarantined('It does not say what happened to the number.')
  const limit = limitIn(value)
  const meaning = Object.hasOwn(meanings, event) ? meanings[event]?.(limit ? ` (${limit})` : '') : undefined
  if (!meaning) return quarantined(`The phone_number_quality_update ${event} is not known to this release.`)
  const sessions = await sessionsOf(item, wordIn(value, 'display_phone_number'), needs)
  if (sessions.length === 0) return notOurs
  const learned = [
    ...(meaning.learned ?? []),
    ...(limit === undefined ? [] : [['messagingLimit', limit] as const]),
  ]
  await learnAll(sessions, learned, { at: toldAtOf(item), needs })
  await alertFor(item, `number.${event.toLowerCase()}`, { ...meaning, needs })
  return done(meaning.message)
}

/** How many people a business may write to, in how many numbers. */
export const followCapability: Follow<NumberNewsNeeds> = async (item, needs) => {
  const value = newsIn(item)
  if (!value) return quarantined('This business_capability_update is no object.')
  const limit = limitIn(value)
  const numbers =
    wordIn(value, 'max_phone_numbers_per_business') ?? wordIn(value, 'max_phone_numbers_per_waba')
  if (limit === undefined && numbers === undefined)
    return quarantined('This business_capability_update names no limit that this release knows.')
  const sessions = sessionsOfAccount(item.wabaId, await needs.freshSessions())
  if (sessions.length === 0) return notOurs
  if (limit !== undefined)
    await learnAll(sessions, [['messagingLimit', limit]], { at: toldAtOf(item), needs })
  const message = [
    limit === undefined ? '' : `The business may write to ${limit} people a day.`,
    numbers === undefined ? '' : `It may have ${numbers} numbers.`,
  ]
    .join(' ')
    .trim()
  await alertFor(item, 'account.capability', { severity: 'info', message, needs })
  return done(message)
}

/** A number like 2000, or a word like TIER_2K: Meta writes both, under several names. */
const limitIn = (value: Fields): string | undefined =>
  wordIn(value, 'max_daily_conversations_per_business') ??
  wordIn(value, 'current_limit') ??
  wordIn(value, 'max_daily_conversation_per_phone')

/** The sessions of the account; of several those whose number it is. */
async function sessionsOf(
  item: StoredInboxItem,
  number: string | undefined,
  { freshSessions, displayNumber }: NumberNewsNeeds,
): Promise<Session[]> {
  const own = sessionsOfAccount(item.wabaId, await freshSessions())
  const ids = [...new Set(own.map(({ phoneNumberId }) => phoneNumberId))]
  if (ids.length < 2 || number === undefined) return own
  const wanted = digitsOf(number)
  const written = await Promise.all(ids.map(async (id) => [id, await displayNumber(id)] as const))
  const matching = written.filter(([, display]) => digitsOf(display ?? '') === wanted).map(([id]) => id)
  return own.filter(({ phoneNumberId }) => matching.includes(phoneNumberId))
}

const digitsOf = (number: string): string => number.replaceAll(/\D/g, '')

async function learnAll(
  sessions: readonly Session[],
  learned: readonly (readonly [StandingTopic, Told['value']])[],
  { at, needs }: { at: Date; needs: Pick<NumberNewsNeeds, 'learn'> },
): Promise<void> {
  for (const { id } of sessions)
    for (const [topic, value] of learned) await needs.learn(id, topic, { value, at })
}

const alertFor = (
  item: StoredInboxItem,
  event: string,
  { severity, message, needs }: Omit<Meaning, 'learned'> & { needs: Pick<NumberNewsNeeds, 'alert'> },
): Promise<void> => needs.alert({ event, about: item.wabaId, severity, message, at: toldAtOf(item) })
