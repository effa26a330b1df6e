import { followAccountUpdate, type AccountNewsNeeds } from './follow-account-update.ts'
import { followNotice, type NoticeNeeds } from './follow-notice.ts'
import { followCapability, followNumberNews, type NumberNewsNeeds } from './follow-number-news.ts'
import { followUserPreferences, type UserPreferencesNeeds } from './follow-user-preferences.ts'
import { followTemplateNews, type TemplateNewsNeeds } from './follow-template-news.ts'
import { followUserId, type FollowUserIdNeeds } from './follow-user-id.ts'
import { kept, quarantined, type Follow } from './follow.ts'
import { keptFields } from './kept-fields.ts'
import { notices } from './notices.ts'

export type FollowChangeNeeds = TemplateNewsNeeds &
  AccountNewsNeeds &
  NumberNewsNeeds &
  NoticeNeeds &
  UserPreferencesNeeds &
  FollowUserIdNeeds

/**
 * What follows from each field of webhooks beside `messages`:
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
 */
const followers: Readonly<Record<string, Follow<FollowChangeNeeds>>> = {
  message_template_status_update: followTemplateNews,
  message_template_quality_update: followTemplateNews,
  message_template_components_update: followTemplateNews,
  template_category_update: followTemplateNews,
  account_update: followAccountUpdate,
  phone_number_quality_update: followNumberNews,
  business_capability_update: followCapability,
  user_preferences: followUserPreferences,
  user_id_update: followUserId,
  ...Object.fromEntries(Object.keys(notices).map((field) => [field, followNotice])),
  ...Object.fromEntries(Object.entries(keptFields).map(([field, why]) => [field, async () => kept(why)])),
  messages: async () => quarantined('It holds none of the lists that this release knows.'),
}

/** News of an account, a number, a template. A field nobody knows is put aside: a later release may know it. */
export const followChange: Follow<FollowChangeNeeds> = async (item, needs) => {
  const follow = Object.hasOwn(followers, item.field) ? followers[item.field] : undefined
  return follow ? follow(item, needs) : quarantined(`The field ${item.field} is not known to this release.`)
}
