import type { KernelServices } from '../kernel/kernel-services.ts'
import type { SessionServices } from '../sessions/session-services.ts'
import { sessionsByAccount } from '../sessions/sessions-by-account.ts'
import { unknownAccount } from './unknown-sender.ts'
import { applied, quarantined, type ItemHandler } from './item-handler.ts'
import { changeValue, reportedAt, stringField } from './webhook-value.ts'
import { accountNotices } from './account-notices.ts'

/** News that only people can do something about: an alert. */
export const handleAccountNotice: ItemHandler<
  Pick<KernelServices & SessionServices, 'freshSessions' | 'alert'>
> = async (item, { freshSessions, alert }) => {
  const value = changeValue(item)
  const notice = value && accountNotices[item.field]?.(value)
  if (!value || !notice) return quarantined(`This ${item.field} does not say what happened.`)
  if (sessionsByAccount(item.wabaId, await freshSessions()).length === 0) return unknownAccount(item)
  const { event, severity, message } = notice
  const about = stringField(value, 'entity_id') ?? item.wabaId
  await alert({ event, about, severity, message, at: reportedAt(item) })
  return applied(message)
}
