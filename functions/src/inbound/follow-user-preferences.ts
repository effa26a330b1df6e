import { changeConsent, type ChangeConsentNeeds } from '../conversations/change-consent.ts'
import type { ConsentNews } from '../conversations/opt-out.ts'
import { readInboundContact } from '../graph/inbound-contact.ts'
import { fieldsOf, instantOf, listOf, textOf, type Fields } from '../kernel/loose-json.ts'
import { done, kept, quarantined, type Follow } from './follow.ts'
import { toldAtOf } from './news-value.ts'
import { sessionOfNumber, type SessionOfNumberNeeds } from './session-of-number.ts'

export type UserPreferencesNeeds = ChangeConsentNeeds & SessionOfNumberNeeds

/** Meta's words: `signup` is a new wish for advertising, `resume` one that was taken back. */
const wishes: Readonly<Record<string, boolean>> = { stop: false, resume: true, signup: true }

/**
 * People say in WhatsApp whether they want a business's advertising:
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/user_preferences
 */
export const followUserPreferences: Follow<UserPreferencesNeeds> = async (item, needs) => {
  const value = fieldsOf(JSON.parse(item.item))
  const entries = listOf(value['user_preferences']).map(fieldsOf)
  if (entries.length === 0) return quarantined('It names no preference.')
  const session = await sessionOfNumber(item.phoneNumberId, needs)
  if (!session) return kept(`The number ${item.phoneNumberId || 'it does not name'} is of no session here.`)
  const problems: string[] = []
  for (const entry of entries) {
    const news = newsOf(entry, toldAtOf(item))
    const { current } = readInboundContact(
      { from: entry['wa_id'], from_user_id: entry['user_id'] },
      listOf(value['contacts']),
    )
    const [contact, ...others] = current
    if (!news) problems.push(`The preference ${textOf(entry['value']) ?? 'without a value'} is not known.`)
    else if (!contact) problems.push('It does not say whose preference it is.')
    else await changeConsent({ sessionId: session.id, contact, others }, news, needs)
  }
  const [problem] = problems
  return problem === undefined ? done('The preference was recorded.') : quarantined(problem)
}

function newsOf(entry: Fields, toldAt: Date): ConsentNews | null {
  const value = textOf(entry['value']) ?? ''
  const category = textOf(entry['category']) ?? 'marketing_messages'
  const wants = Object.hasOwn(wishes, value) ? wishes[value] : undefined
  if (wants === undefined || category !== 'marketing_messages') return null
  const text = textOf(entry['detail'])
  return {
    wants,
    category: 'marketing',
    at: instantOf(entry['timestamp']) ?? toldAt,
    source: 'user_preferences',
    ...(text !== undefined && { text }),
  }
}
