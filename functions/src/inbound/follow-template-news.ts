import type { RaiseEvent } from '../sessions/raise-event.ts'
import type { Session } from '../sessions/session.ts'
import { sessionsOfAccount } from '../sessions/sessions-of.ts'
import { notOurs } from './follow-account-update.ts'
import { done, type Follow } from './follow.ts'
import type { StoredInboxItem } from './inbox-store.ts'
import { newsIn, toldAtOf, wordIn } from './news-value.ts'

export interface TemplateNewsNeeds {
  /** Reads the templates of an account anew; what followed in words, null for an account that is not ours. */
  templatesChanged(wabaId: string): Promise<string | null>
  freshSessions(): Promise<readonly Session[]>
  raiseEvent: RaiseEvent
}

/** What Meta tells of a template is not all there is to know of it: its own list is read instead. */
export const followTemplateNews: Follow<TemplateNewsNeeds> = async (item, needs) => {
  const followed = await needs.templatesChanged(item.wabaId)
  if (followed === null) return notOurs
  await tellOfStatus(item, needs)
  return done(followed)
}

/** Customers hear of another status, once for each session that sends with the template. */
async function tellOfStatus(
  item: StoredInboxItem,
  { freshSessions, raiseEvent }: TemplateNewsNeeds,
): Promise<void> {
  const value = item.field === 'message_template_status_update' ? newsIn(item) : null
  const [status, name, language] = ['event', 'message_template_name', 'message_template_language'].map(
    (word) => (value ? wordIn(value, word) : undefined),
  )
  if (!value || status === undefined || name === undefined || language === undefined) return
  const { wabaId, id } = item
  const reason = wordIn(value, 'reason')
  const data = {
    wabaId,
    name,
    // Webhooks write en-US where the list of templates has en_US.
    language: language.replace('-', '_'),
    status,
    ...(reason !== undefined && reason !== 'NONE' && { reason }),
  }
  for (const session of sessionsOfAccount(wabaId, await freshSessions()))
    await raiseEvent({
      type: 'template.status_changed',
      words: [id],
      sessionId: session.id,
      at: toldAtOf(item),
      data,
    })
}
