import type { SessionServices } from '../sessions/session-services.ts'
import type { EventServices } from '../events/publish-event.ts'
import { sessionsByAccount } from '../sessions/sessions-by-account.ts'
import { unknownAccount } from './unknown-sender.ts'
import { applied, type ItemHandler } from './item-handler.ts'
import type { StoredInboxItem } from './inbox-store.ts'
import { changeValue, reportedAt, stringField } from './webhook-value.ts'

export interface TemplateUpdateNeeds extends Pick<
  SessionServices & EventServices,
  'freshSessions' | 'publishEvent'
> {
  /** Reads the templates of an account again. Returns what changed; null for an unknown account. */
  onTemplatesChanged(wabaId: string): Promise<string | null>
}

/** The webhook holds only part of a template, so Meta's list is read instead. */
export const handleTemplateUpdate: ItemHandler<TemplateUpdateNeeds> = async (item, needs) => {
  const followed = await needs.onTemplatesChanged(item.wabaId)
  if (followed === null) return unknownAccount(item)
  await publishTemplateStatus(item, needs)
  return applied(followed)
}

/** Customers hear of another status, once for each session that sends with the template. */
async function publishTemplateStatus(
  item: StoredInboxItem,
  { freshSessions, publishEvent }: TemplateUpdateNeeds,
): Promise<void> {
  const value = item.field === 'message_template_status_update' ? changeValue(item) : null
  const [status, name, language] = ['event', 'message_template_name', 'message_template_language'].map(
    (word) => (value ? stringField(value, word) : undefined),
  )
  if (!value || status === undefined || name === undefined || language === undefined) return
  const { wabaId, id } = item
  const reason = stringField(value, 'reason')
  const data = {
    wabaId,
    name,
    // Webhooks write en-US where the list of templates has en_US.
    language: language.replace('-', '_'),
    status,
    ...(reason !== undefined && reason !== 'NONE' && { reason }),
  }
  for (const session of sessionsByAccount(wabaId, await freshSessions()))
    await publishEvent({
      type: 'template.status_changed',
      dedupeKey: [id],
      sessionId: session.id,
      at: reportedAt(item),
      data,
    })
}
