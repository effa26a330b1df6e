import { createTemplateCache, type TemplateCache, type TemplateCacheNeeds } from './template-cache.ts'

/** The templates of every WhatsApp Business Account, by its id. */
export type TemplateCaches = (wabaId: string) => TemplateCache

/** What this process knows of templates: one memory and one sync at a time for each account. */
export function createTemplateCaches(needs: TemplateCacheNeeds): TemplateCaches {
  const accounts = new Map<string, TemplateCache>()
  return (wabaId) => {
    const known = accounts.get(wabaId) ?? createTemplateCache(wabaId, needs)
    accounts.set(wabaId, known)
    return known
  }
}
