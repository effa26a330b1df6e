import { followTemplateNews, type TemplateNewsNeeds } from './follow-template-news.ts'
import { kept, type Follow } from './follow.ts'

export type FollowChangeNeeds = TemplateNewsNeeds

/**
 * What follows from each field of webhooks beside `messages`:
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
 */
const followers: Readonly<Record<string, Follow<FollowChangeNeeds>>> = {
  message_template_status_update: followTemplateNews,
  message_template_quality_update: followTemplateNews,
  message_template_components_update: followTemplateNews,
  template_category_update: followTemplateNews,
}

/** News of an account, a number, a template. */
export const followChange: Follow<FollowChangeNeeds> = async (item, needs) => {
  const follow = Object.hasOwn(followers, item.field) ? followers[item.field] : undefined
  return follow ? follow(item, needs) : kept(`Nothing follows from ${item.field} here.`)
}
