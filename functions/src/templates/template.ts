import type { GraphListedTemplate } from '../graph/template-list.ts'
import { derivedId } from '../kernel/ids.ts'

/** Our copy of a template of one WhatsApp Business Account. */
export interface Template extends GraphListedTemplate {
  readonly id: string
  readonly wabaId: string
  /** When what it says was read at Meta; it is not written again while that stays the same. */
  readonly syncedAt: Date
  /** Since when Meta does not list it any more; its status is `DELETED` then. */
  readonly goneAt?: Date
}

/** The id of the copy: there is one for each name and language of an account. */
export const templateId = (wabaId: string, name: string, language: string): string =>
  derivedId('tpl', wabaId, name, language)
