import { accessTokens, params } from './config.ts'
import { once } from './kernel/once.ts'
import type { TemplateQuery } from './send/check-send-templates.ts'
import { firestore, kernelServices } from './wiring-kernel.ts'
import { sessionServices } from './wiring-sessions.ts'

/** Joins the tools of the templates' room to what sending, routes, schedule and webhooks need of it. */
export const templateServices = once(async () => {
  const [
    { clock, log },
    { sessions },
    db,
    { firestoreTemplates },
    { listTemplates },
    { tokenForAccount },
    { createTemplateCaches },
    { onTemplatesChanged },
  ] = await Promise.all([
    kernelServices(),
    sessionServices(),
    firestore(),
    import('./templates/template-store.firestore.ts'),
    import('./graph/template-list.undici.ts'),
    import('./graph/account-access-token.ts'),
    import('./templates/template-caches.ts'),
    import('./templates/sync-all.ts'),
  ])
  const templateStore = firestoreTemplates(db)
  const [url, version] = [params.graphUrl.value(), params.apiVersion.value()]
  const known = createTemplateCaches({
    templates: templateStore,
    async listAtMeta(wabaId) {
      const accessToken = tokenForAccount(
        accessTokens(),
        await sessions(),
        (session) => session.wabaId === wabaId,
      )
      return listTemplates(wabaId, { url, version, accessToken })
    },
    clock,
    log,
  })
  const hasOwnTemplates = params.testGraphUrl.value() !== url
  return {
    sessions,
    templateStore,
    templateCaches: known,
    /** A simulator beside Meta has templates of its own: what we know says nothing of those. */
    templates: async ({ session: { channel, wabaId }, mode, content, canWait }: TemplateQuery) =>
      channel === 'web' || wabaId === '' || (mode === 'test' && hasOwnTemplates)
        ? {}
        : known(wabaId).check(content, canWait),
    onTemplatesChanged: (wabaId: string) => onTemplatesChanged(wabaId, { sessions, templateCaches: known }),
  }
})
