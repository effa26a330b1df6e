import type { KernelServices } from '../kernel/kernel-services.ts'
import type { GraphFailure } from '../graph/graph-error.ts'
import type { GraphListedTemplate } from '../graph/template-list.ts'
import { templateId, type Template } from './template.ts'
import type { TemplateStore } from './template-store.ts'

export interface SyncNeeds extends Pick<KernelServices, 'clock' | 'log'> {
  /** All templates of an account as Meta has them now, or why they could not be read. */
  listAtMeta(
    wabaId: string,
  ): Promise<
    | { readonly templates: readonly GraphListedTemplate[]; readonly unread: number }
    | { readonly failure: GraphFailure }
  >
  templates: Pick<TemplateStore, 'listAll' | 'save'>
}

/** What a sync found. */
export type SyncReport =
  | { readonly listed: number; readonly changed: number; readonly gone: number }
  | { readonly failure: GraphFailure }

/**
 * Brings the copies of an account in line with Meta. Only what changed is written, so that an idle hour costs no
 * write; what Meta does not list any more is marked as deleted and stays for a while.
 */
export async function syncTemplates(wabaId: string, needs: SyncNeeds): Promise<SyncReport> {
  const listing = await needs.listAtMeta(wabaId)
  if ('failure' in listing) {
    const { code, message } = listing.failure
    needs.log.warn('templates.sync_failed', { wabaId, metaCode: code, because: message })
    return listing
  }
  const now = needs.clock.now()
  const known = new Map((await needs.templates.listAll(wabaId)).map((copy) => [copy.id, copy]))
  const fresh = new Map(
    listing.templates
      .map((listed) => toTemplate(listed, wabaId, now))
      .map((copy): [string, Template] => [copy.id, copy]),
  )
  const changed = [...fresh.values()].filter((copy) => !isUnchanged(copy, known.get(copy.id)))
  const gone = [...known.values()].filter(({ id, goneAt }) => !fresh.has(id) && goneAt === undefined)
  await needs.templates.save([
    ...changed,
    ...gone.map((copy) => ({ ...copy, status: 'DELETED', syncedAt: now, goneAt: now })),
  ])
  const report = { listed: fresh.size, changed: changed.length, gone: gone.length }
  needs.log.info('templates.synced', { wabaId, ...report, unread: listing.unread })
  return report
}

const toTemplate = (listed: GraphListedTemplate, wabaId: string, now: Date): Template => ({
  ...listed,
  id: templateId(wabaId, listed.name, listed.language),
  wabaId,
  syncedAt: now,
})

const isUnchanged = (copy: Template, known: Template | undefined): boolean =>
  known !== undefined && comparableFields(copy) === comparableFields(known)

const comparableFields = ({
  metaId,
  status,
  category,
  parameterFormat,
  components,
  ...rest
}: Template): string =>
  JSON.stringify([metaId, status, category, parameterFormat, components, rest.quality, rest.rejectedReason])
