import type { Template } from './template.ts'

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

/** The stored copies. */
export interface TemplateStore {
  find(id: string): Promise<Template | null>
  /** All copies of an account, the gone ones too. */
  listAll(wabaId: string): Promise<Template[]>
  /** By name. */
  list(filter: TemplateFilter): Promise<Template[]>
  /** Keeps copies as given, in the place of older ones. */
  save(copies: readonly Template[]): Promise<void>
}
