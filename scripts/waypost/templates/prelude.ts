/** The fixed parts of the generated file: what comes before the templates, and what stands on them. */

export const header = `/**
 * The approved WhatsApp templates of this installation, as types: a wrong name, language or parameter is a compile error.
 *
 * Written by \`npm run waypost -- templates pull\`. Do not edit it; pull again when templates change.
 */
`

export const parts = `
/** A value in the body: in order, or by the name of its placeholder. */
export type Value<Name extends string = never> = (
  | { type: 'text'; text: string }
  | { type: 'currency'; currency: { fallbackValue: string; code: string; amount1000: number } }
  | { type: 'date_time'; dateTime: { fallbackValue: string } }
) &
  Naming<Name>
type Naming<Name extends string> = [Name] extends [never] ? { parameterName?: never } : { parameterName: Name }

/** A file: its public address, or the id of an upload. */
export type FileSource = { link: string; mediaId?: never } | { mediaId: string; link?: never }
export type TextHeader<Name extends string = never> = { type: 'text'; text: string } & Naming<Name>
export type ImageHeader = { type: 'image'; image: FileSource }
export type VideoHeader = { type: 'video'; video: FileSource }
export type DocumentHeader = { type: 'document'; document: FileSource & { filename?: string } }
export type LocationHeader = {
  type: 'location'
  location: { latitude: number; longitude: number; name?: string; address?: string }
}
export type ProductHeader = { type: 'product'; product: { productRetailerId: string; catalogId: string } }

/** The end of a link. */
export type UrlButton<Index extends number> = { index: Index; type: 'url'; text: string }
export type CopyCodeButton<Index extends number> = { index: Index; type: 'copy_code'; couponCode: string }
/** Comes back to you when it is pressed. */
export type QuickReplyButton<Index extends number> = { index: Index; type: 'quick_reply'; payload: string }
export type FlowButton<Index extends number> = {
  index: Index
  type: 'flow'
  flowToken?: string
  flowActionData?: Record<string, Json>
}
export type CatalogButton<Index extends number> = {
  index: Index
  type: 'catalog'
  thumbnailProductRetailerId?: string
}
/** Further parts in Meta's own form. */
export type MetaComponent = { type: string; [name: string]: unknown }
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
`

export const uses = `
export type TemplateName = keyof Templates

/** What fills a template: the \`template\` of \`POST /v1/send\`. */
export type TemplateContent<Name extends TemplateName = TemplateName> = {
  [One in Name]: { templateName: One } & Templates[One]
}[Name]

/** What every send may say beside its content. */
export interface SendOptions {
  session?: string
  defaultCountry?: string
  sendAt?: string
  notAfter?: string
  ifUnknown?: 'resend' | 'fail'
  cancelOn?: 'reply'[]
  quietHours?: { from: string; to: string; timeZone?: string }
  metadata?: Record<string, string>
  dryRun?: boolean
}

/** The recipient: a phone number, a WhatsApp user, or a Firebase user. */
export type Recipient = string | { bsuid: string } | { uid: string }

/** The body of \`POST /v1/whatsapp/notify\`: the recipient in \`to\` or in \`phoneNumber\`. */
export type NotifyRequest<Name extends TemplateName = TemplateName> = { to?: Recipient; phoneNumber?: string } & TemplateContent<Name> &
  SendOptions

/** The body of \`POST /v1/send\` for a template. */
export type SendTemplateRequest<Name extends TemplateName = TemplateName> = {
  to: Recipient
  type: 'template'
  template: TemplateContent<Name>
  replyTo?: string
} & SendOptions

declare global {
  /** \`notify\` and \`send\` of \`@waypost/client\` check these templates. */
  interface WaypostTemplates extends Templates {}
}
`
