import { accessTokens, params } from './config.ts'
import { once } from './kernel/once.ts'
import type { AskedTemplate } from './messages/prepare-send.ts'
import { firestore, kernelTools } from './wiring-kernel.ts'
import { sessionTools } from './wiring-sessions.ts'

/** Joins the tools of the templates' room to what sending, routes, schedule and webhooks need of it. */
export const templateTools = once(async () => {
  const [
    { clock, log },
    { sessions },
    db,
    { firestoreTemplates },
    { listTemplates },
    { tokenFor },
    { knownTemplates },
    { templatesChanged },
  ] = await Promise.all([
    kernelTools(),
    sessionTools(),
    firestore(),
    import('./templates/template-store.firestore.ts'),
    import('./graph/template-list.undici.ts'),
    import('./graph/account-token.ts'),
    import('./templates/known-templates.ts'),
    import('./templates/sync-all.ts'),
  ])
  const templateStore = firestoreTemplates(db)
  const [url, version] = [params.graphUrl.value(), params.apiVersion.value()]
  const known = knownTemplates({
    templates: templateStore,
    async listAtMeta(wabaId) {
      const accessToken = tokenFor(accessTokens(), await sessions(), (session) => session.wabaId === wabaId)
      return listTemplates(wabaId, { url, version, accessToken })
    },
    clock,
    log,
  })
  const hasOwnTemplates = params.testGraphUrl.value() !== url
  return {
    sessions,
    templateStore,
    knownTemplates: known,
    /** A simulator beside Meta has templates of its own: what we know says nothing of those. */
    templates: async ({ session: { channel, wabaId }, mode, content, canWait }: AskedTemplate) =>
      channel === 'web' || wabaId === '' || (mode === 'test' && hasOwnTemplates)
        ? {}
        : known(wabaId).standing(content, canWait),
    templatesChanged: (wabaId: string) => templatesChanged(wabaId, { sessions, knownTemplates: known }),
  }
})
