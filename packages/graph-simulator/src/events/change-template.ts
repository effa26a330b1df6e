/** Changes a template as Meta would, with its webhooks: status, category, quality, content. */
import type { Template } from '../templates/template.ts'
import { componentOf } from '../templates/template.ts'
import type { WebhookUpdate } from '../webhooks/envelope.ts'

export interface TemplateChange {
  readonly status?: string
  readonly category?: Template['category']
  readonly quality?: Template['quality_score']['score']
  readonly components?: Template['components']
  readonly reason?: string
  readonly otherInfo?: object
}

/** Applies the changes and returns the webhooks they cause. */
export function changeTemplate(template: Template, change: TemplateChange, now: Date): WebhookUpdate[] {
  const named = {
    message_template_id: Number(template.id),
    message_template_name: template.name,
    message_template_language: template.language.replace('_', '-'),
  }
  const updates: WebhookUpdate[] = []
  const publish = (field: string, value: Record<string, unknown>) =>
    updates.push({ wabaId: template.wabaId, field, value })
  if (change.components) {
    template.components = change.components
    const element = componentOf(change.components, 'BODY')?.text ?? ''
    publish('message_template_components_update', { ...named, message_template_element: element })
  }
  if (change.category && change.category !== template.category) {
    template.previous_category = template.category
    template.category = change.category
    publish('template_category_update', {
      ...named,
      previous_category: template.previous_category,
      new_category: change.category,
    })
  }
  if (change.quality) {
    const previous = template.quality_score.score
    template.quality_score = { score: change.quality, date: Math.floor(now.getTime() / 1000) }
    publish('message_template_quality_update', {
      previous_quality_score: previous,
      new_quality_score: change.quality,
      ...named,
    })
  }
  if (change.status) {
    template.status = restStatus(change.status)
    template.rejected_reason = change.status === 'REJECTED' ? (change.reason ?? 'INVALID_FORMAT') : 'NONE'
    publish('message_template_status_update', {
      event: change.status,
      ...named,
      reason: change.reason ?? 'NONE',
      message_template_category: template.category,
      ...(change.otherInfo && { other_info: change.otherInfo }),
    })
  }
  return updates
}

/** The status in template lists for an event name. */
function restStatus(event: string): string {
  if (event === 'REINSTATED' || event === 'UNARCHIVED' || event === 'FLAGGED') return 'APPROVED'
  return event === 'LOCKED' ? 'PAUSED' : event
}
