import type { SessionServices } from '../sessions/session-services.ts'
import { changeConsent, type ChangeConsentNeeds } from '../consent/change-consent.ts'
import type { ConsentUpdate } from '../conversations/opt-out.ts'
import { readInboundContact } from '../graph/inbound-contact.ts'
import { asObject, asDate, asArray, asNonEmptyString, type JsonObject } from '../kernel/untrusted-json.ts'
import { applied, quarantined, type ItemHandler } from './item-handler.ts'
import { reportedAt } from './webhook-value.ts'
import { unknownAccount, unknownNumber } from './unknown-sender.ts'
import { sessionsOfItem } from './session-by-number.ts'

export type UserPreferencesNeeds = ChangeConsentNeeds & Pick<SessionServices, 'sessions' | 'freshSessions'>

/** Meta's values: `signup` is a new opt-in to marketing, `resume` a withdrawn opt-out. */
const preferenceValues: Readonly<Record<string, boolean>> = { stop: false, resume: true, signup: true }

/**
 * People say in WhatsApp whether they want a business's advertising:
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/user_preferences
 */
export const handleUserPreferences: ItemHandler<UserPreferencesNeeds> = async (item, needs) => {
  const value = asObject(JSON.parse(item.item))
  const entries = asArray(value['user_preferences']).map(asObject)
  if (entries.length === 0) return quarantined('It names no preference.')
  const sessions = await sessionsOfItem(item, needs)
  if (sessions.length === 0) return item.phoneNumberId === '' ? unknownAccount(item) : unknownNumber(item)
  const problems: string[] = []
  for (const entry of entries) {
    const update = consentUpdateOf(entry, reportedAt(item))
    const { current } = readInboundContact(
      { from: entry['wa_id'], from_user_id: entry['user_id'] },
      asArray(value['contacts']),
    )
    const [contact, ...others] = current
    if (!update)
      problems.push(`The preference ${asNonEmptyString(entry['value']) ?? 'without a value'} is not known.`)
    else if (!contact) problems.push('It does not say whose preference it is.')
    else
      for (const { id: sessionId } of sessions)
        await changeConsent({ sessionId, contact, others }, update, needs)
  }
  const [problem] = problems
  return problem === undefined ? applied('The preference was recorded.') : quarantined(problem)
}

function consentUpdateOf(entry: JsonObject, toldAt: Date): ConsentUpdate | null {
  const value = asNonEmptyString(entry['value']) ?? ''
  const category = asNonEmptyString(entry['category']) ?? 'marketing_messages'
  const wants = Object.hasOwn(preferenceValues, value) ? preferenceValues[value] : undefined
  if (wants === undefined || category !== 'marketing_messages') return null
  const text = asNonEmptyString(entry['detail'])
  return {
    wants,
    category: 'marketing',
    at: asDate(entry['timestamp']) ?? toldAt,
    source: 'user_preferences',
    ...(text !== undefined && { text }),
  }
}
