import { listTemplates } from '../graph/template-list.undici.ts'
import type { TemplateQuery } from '../send/check-send-templates.ts'
import { onTemplatesChanged } from '../templates/sync-all.ts'
import { createTemplateCaches } from '../templates/template-caches.ts'
import { firestoreTemplates } from '../templates/template-store.firestore.ts'
import { graphAccount } from './graph.ts'
import { setAsideServices } from './kernel.ts'
import { perPlatform } from './per-platform.ts'
import { sessionServices } from './sessions.ts'

/** The local copies of templates and the check against them. */
export const templateServices = perPlatform((platform) => {
  const { db, clock, log, settings } = platform
  const { sessions } = sessionServices(platform)
  const templateStore = firestoreTemplates(db, setAsideServices(platform))
  const templateCaches = createTemplateCaches({
    templates: templateStore,
    listAtMeta: async (wabaId) =>
      listTemplates(wabaId, await graphAccount(platform, (session) => session.wabaId === wabaId)),
    clock,
    log,
  })
  const hasOwnTemplates = settings.graph.testUrl !== settings.graph.url
  return {
    sessions,
    templateStore,
    templateCaches,
    /** A simulator beside Meta has templates of its own, which our copies do not show. */
    templates: async ({ session: { channel, wabaId }, mode, content, canWait }: TemplateQuery) =>
      channel === 'web' || wabaId === '' || (mode === 'test' && hasOwnTemplates)
        ? {}
        : templateCaches(wabaId).check(content, canWait),
    onTemplatesChanged: (wabaId: string) => onTemplatesChanged(wabaId, { sessions, templateCaches }),
  }
})
