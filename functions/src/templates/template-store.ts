import type { TemplateCopy } from './template-copy.ts'

/** A place in the list of templates, which goes by name. */
export interface TemplateCursor {
  readonly name: string
  readonly id: string
}

export interface TemplateFilter {
  /** Of one account; undefined: of all. */
  readonly wabaId?: string
  readonly name?: string
  readonly language?: string
  readonly status?: string
  readonly cursor?: TemplateCursor
  readonly limit: number
}

/** Where the copies are kept. */
export interface TemplateStore {
  find(id: string): Promise<TemplateCopy | null>
  /** All copies of an account, the gone ones too. */
  all(wabaId: string): Promise<TemplateCopy[]>
  /** By name. */
  list(filter: TemplateFilter): Promise<TemplateCopy[]>
  /** Keeps copies as given, in the place of older ones. */
  keep(copies: readonly TemplateCopy[]): Promise<void>
}
