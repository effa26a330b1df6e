/**
 * A message template as the Graph API lists it.
 * Shapes: developers.facebook.com/docs/whatsapp/business-management-api/message-templates/components
 */
export interface Template {
  readonly id: string
  readonly wabaId: string
  name: string
  language: string
  status: string
  category: TemplateCategory
  parameter_format: 'POSITIONAL' | 'NAMED'
  components: TemplateComponent[]
  rejected_reason: string
  quality_score: { score: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN'; date: number }
  previous_category?: TemplateCategory
  message_send_ttl_seconds?: number
}

export type TemplateCategory = 'MARKETING' | 'UTILITY' | 'AUTHENTICATION'

export type TemplateComponent =
  | HeaderComponent
  | { type: 'BODY'; text?: string; add_security_recommendation?: boolean; example?: object }
  | { type: 'FOOTER'; text?: string; code_expiration_minutes?: number }
  | { type: 'BUTTONS'; buttons: TemplateButton[] }
  | { type: 'CAROUSEL'; cards: { components: TemplateComponent[] }[] }
  | { type: 'LIMITED_TIME_OFFER'; limited_time_offer: { text: string; has_expiration?: boolean } }

export interface HeaderComponent {
  type: 'HEADER'
  format: 'TEXT' | 'IMAGE' | 'VIDEO' | 'DOCUMENT' | 'LOCATION'
  text?: string
  example?: object
}

export interface TemplateButton {
  type: string
  text?: string
  url?: string
  phone_number?: string
  flow_id?: string
  otp_type?: 'COPY_CODE' | 'ONE_TAP' | 'ZERO_TAP'
  example?: unknown
}

/** The component of one kind, if the template has it. */
export function componentOf<Type extends TemplateComponent['type']>(
  components: readonly TemplateComponent[],
  type: Type,
): Extract<TemplateComponent, { type: Type }> | undefined {
  return components.find(
    (component): component is Extract<TemplateComponent, { type: Type }> => component.type === type,
  )
}

/** The placeholders of a text, each once, in order: `{{1}}` -> `1`, `{{first_name}}` -> `first_name`. */
export function placeholders(text: string | undefined): string[] {
  return [...new Set([...(text ?? '').matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1] ?? ''))]
}

/** The text with each placeholder replaced by its value; one without a value stays as it is. */
export function fill(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values.get(name) ?? whole)
}
