import type { KernelServices } from '../kernel/kernel-services.ts'
import type { SessionServices } from '../sessions/session-services.ts'
import { handleAppEchoes, type AppEchoNeeds } from './handle-app-echoes.ts'
import { handleCalls, type HandleCallsNeeds } from './handle-calls.ts'
import { handleAccountUpdate, type AccountUpdateNeeds } from './handle-account-update.ts'
import { handleAccountNotice } from './handle-account-notice.ts'
import {
  handleCapabilityUpdate,
  handlePhoneNumberUpdate,
  type PhoneNumberUpdateNeeds,
} from './handle-phone-number-update.ts'
import { handleUserPreferences, type UserPreferencesNeeds } from './handle-user-preferences.ts'
import { handleTemplateUpdate, type TemplateUpdateNeeds } from './handle-template-update.ts'
import { handleUserIdUpdate, type HandleUserIdUpdateNeeds } from './handle-user-id-update.ts'
import { ignored, quarantined, type ItemHandler } from './item-handler.ts'
import type { StoredInboxItem } from './inbox-store.ts'
import { changeValue } from './webhook-value.ts'
import { ignoredFields } from './ignored-fields.ts'
import { accountNotices } from './account-notices.ts'

export type HandleChangeNeeds = TemplateUpdateNeeds &
  AccountUpdateNeeds &
  PhoneNumberUpdateNeeds &
  Pick<KernelServices & SessionServices, 'freshSessions' | 'alert'> &
  UserPreferencesNeeds &
  HandleUserIdUpdateNeeds &
  AppEchoNeeds &
  HandleCallsNeeds

/**
 * What follows from each field of webhooks beside `messages`:
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
 */
const handlers: Readonly<Record<string, ItemHandler<HandleChangeNeeds>>> = {
  message_template_status_update: handleTemplateUpdate,
  message_template_quality_update: handleTemplateUpdate,
  message_template_components_update: handleTemplateUpdate,
  template_category_update: handleTemplateUpdate,
  account_update: handleAccountUpdate,
  phone_number_quality_update: handlePhoneNumberUpdate,
  business_capability_update: handleCapabilityUpdate,
  user_preferences: handleUserPreferences,
  user_id_update: handleUserIdUpdate,
  smb_message_echoes: handleAppEchoes,
  calls: handleCalls,
  ...Object.fromEntries(Object.keys(accountNotices).map((field) => [field, handleAccountNotice])),
  ...Object.fromEntries(
    Object.entries(ignoredFields).map(([field, why]) => [field, async () => ignored(why)]),
  ),
  messages: async (item) => quarantined(`It has fields that this release does not know: ${namesIn(item)}.`),
}

const namesIn = (item: StoredInboxItem): string =>
  Object.keys(changeValue(item) ?? {})
    .join(', ')
    .slice(0, 200)

/** Changes of accounts, numbers and templates. An unknown field is quarantined: a later release may know it. */
export const handleChange: ItemHandler<HandleChangeNeeds> = async (item, needs) => {
  const follow = Object.hasOwn(handlers, item.field) ? handlers[item.field] : undefined
  return follow ? follow(item, needs) : quarantined(`The field ${item.field} is not known to this release.`)
}
