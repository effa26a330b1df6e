/** Bodies of sends whose templates are checked by the compiler, once `waypost templates pull` has written their types. */
import type { NotifyRequest, NotifyRequestFields, SendRequest } from './generated/api-types.ts'

declare global {
  /** The templates of your installation. The file that `waypost templates pull` writes adds them. */
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- it is filled by declaration merging
  interface WaypostTemplates {}
}

/** One template and what fills it. */
export type TypedTemplate<Name extends keyof WaypostTemplates = keyof WaypostTemplates> = {
  [One in Name]: { templateName: One } & WaypostTemplates[One]
}[Name]

type TemplateField =
  | 'template'
  | 'templateName'
  | 'languageCode'
  | 'headerParameters'
  | 'templateParameters'
  | 'buttonParameters'
  | 'oneTimeCode'
  | 'carousel'
  | 'limitedTimeOffer'
  | 'components'

type SendTemplate = Extract<SendRequest, { type: 'template' }>

/** The body of `notify`. With pulled templates, a wrong name, language or parameter does not compile. */
export type NotifyInput = keyof WaypostTemplates extends never
  ? NotifyRequest
  : // eslint-disable-next-line @typescript-eslint/no-redundant-type-constituents -- never only while no template is known
    Omit<NotifyRequestFields, TemplateField> & TypedTemplate

/** The body of `send`. With pulled templates, a wrong name, language or parameter does not compile. */
export type SendInput = keyof WaypostTemplates extends never
  ? SendRequest
  : Exclude<SendRequest, SendTemplate> | (Omit<SendTemplate, 'template'> & { template: TypedTemplate })

/** One row of a batch, with an idempotency key of its own if it should have one. */
export type BatchRow = (NotifyInput | SendInput) & { idempotencyKey?: string }
