import { done, kept, type Follow } from './follow.ts'

export interface TemplateNewsNeeds {
  /** Reads the templates of an account anew; what followed in words, null for an account that is not ours. */
  templatesChanged?(wabaId: string): Promise<string | null>
}

/** What Meta tells of a template is not all there is to know of it: its own list is read instead. */
export const followTemplateNews: Follow<TemplateNewsNeeds> = async ({ wabaId }, { templatesChanged }) => {
  const followed = await templatesChanged?.(wabaId)
  return followed === null || followed === undefined
    ? kept('It is of an account that no session here belongs to.')
    : done(followed)
}
