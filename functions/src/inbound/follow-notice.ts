import type { Alert } from '../kernel/alert.ts'
import type { Session } from '../sessions/session.ts'
import { sessionsOfAccount } from '../sessions/sessions-of.ts'
import { notOurs } from './follow-account-update.ts'
import { done, quarantined, type Follow } from './follow.ts'
import { newsIn, toldAtOf, wordIn } from './news-value.ts'
import { notices } from './notices.ts'

export interface NoticeNeeds {
  freshSessions(): Promise<readonly Session[]>
  alert: Alert
}

/** News that only people can do something about: an alert. */
export const followNotice: Follow<NoticeNeeds> = async (item, { freshSessions, alert }) => {
  const value = newsIn(item)
  const notice = value && notices[item.field]?.(value)
  if (!value || !notice) return quarantined(`This ${item.field} does not say what happened.`)
  if (sessionsOfAccount(item.wabaId, await freshSessions()).length === 0) return notOurs
  const { event, severity, message } = notice
  const about = wordIn(value, 'entity_id') ?? item.wabaId
  await alert({ event, about, severity, message, at: toldAtOf(item) })
  return done(message)
}
