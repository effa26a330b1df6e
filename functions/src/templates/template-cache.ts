import type { KernelServices } from '../kernel/kernel-services.ts'
import type { TemplateContent } from '@waypost/contract'
import { after } from '../kernel/clock.ts'
import { cachedLookup } from '../kernel/cached-lookup.ts'
import { singleFlight } from '../kernel/single-flight.ts'
import { checkTemplate } from './check-template.ts'
import { missingTemplateError } from './template-suggestions.ts'
import { syncTemplates, type SyncNeeds, type SyncReport } from './sync-templates.ts'
import { templateId, type Template } from './template.ts'
import type { TemplateError } from './template-mismatch.ts'
import type { TemplateStore } from './template-store.ts'

export interface TemplateCacheNeeds extends SyncNeeds, Pick<KernelServices, 'clock'> {
  templates: Pick<TemplateStore, 'find' | 'listAll' | 'save'>
}

/** What is known of a template before it is sent. */
export interface TemplateCheck {
  /** Meta's category, in capitals; absent when the template is not known. */
  readonly category?: string
  /** Why Meta would refuse it. */
  readonly refusal?: TemplateError
}

/** A template by its name and language. */
export interface TemplateName {
  readonly name: string
  readonly language: string
}

/** The templates of one WhatsApp Business Account, as this process knows them. */
export interface TemplateCache {
  /**
   * Checks a send against our copy. An old copy is refreshed before it refuses a send.
   * While Meta cannot be reached nothing is refused: Meta decides.
   * @param canWait whether a pause may end before it is sent: then it is no reason
   */
  check(content: TemplateContent, canWait: boolean): Promise<TemplateCheck>
  /** The copy, read at Meta when there is none; or why there is none. */
  find(wanted: TemplateName): Promise<Template | TemplateError>
  /** Somebody found nothing: reads all templates at Meta, unless that was done just now. */
  refresh(): Promise<void>
  /** Reads all templates at Meta, as they are from now on. */
  sync(): Promise<SyncReport>
}

/** How long sends of this process go by what it read: a send then costs no read. */
const CACHE_SECONDS = 60
/** A copy older than this is refreshed before it refuses a send; also the least time between refreshes. */
const FRESH_SECONDS = 30

/** @param wabaId the account's id at Meta */
export function createTemplateCache(wabaId: string, needs: TemplateCacheNeeds): TemplateCache {
  const { templates, clock } = needs
  const newMemory = () => ({
    copy: cachedLookup((id) => templates.find(id), { seconds: CACHE_SECONDS, clock }),
    all: cachedLookup(() => templates.listAll(wabaId), { seconds: CACHE_SECONDS, clock }),
  })
  let memory = newMemory()
  let last: { at: Date; worked: boolean } | undefined
  const run = singleFlight(async () => {
    const at = clock.now()
    const report = await syncTemplates(wabaId, needs)
    last = { at, worked: !('failure' in report) }
    memory = newMemory()
    return report
  })
  const copyOf = ({ name, language }: TemplateName) => memory.copy(templateId(wabaId, name, language))
  const isRecent = (at: Date | undefined): boolean =>
    at !== undefined && at <= clock.now() && clock.now() < after(at, FRESH_SECONDS)

  /** Whether a copy is as it is at Meta now, for all we can know; asks Meta when it may not be. */
  async function isUpToDate(copy: Template | null): Promise<'recent' | 'refreshed' | 'unreachable'> {
    if (isRecent(copy?.syncedAt)) return 'recent'
    if (isRecent(last?.at)) return last?.worked ? 'recent' : 'unreachable'
    return 'failure' in (await run.run()) ? 'unreachable' : 'refreshed'
  }

  async function check(content: TemplateContent, canWait: boolean) {
    const wanted = { name: content.templateName, language: content.languageCode }
    const copy = await copyOf(wanted)
    const refusal = copy
      ? checkTemplate(copy, content, canWait)
      : missingTemplateError(wanted, await memory.all('all'))
    return { copy, refusal }
  }

  return {
    async check(content, canWait) {
      let { copy, refusal } = await check(content, canWait)
      const now = refusal && (await isUpToDate(copy))
      if (now === 'refreshed') ({ copy, refusal } = await check(content, canWait))
      return {
        ...(copy && { category: copy.category }),
        ...(refusal && now !== 'unreachable' && { refusal }),
      }
    },
    async find(wanted) {
      const known = await copyOf(wanted)
      if (known && known.goneAt === undefined) return known
      await isUpToDate(known)
      return (await copyOf(wanted)) ?? missingTemplateError(wanted, await memory.all('all'))
    },
    async refresh() {
      await isUpToDate(null)
    },
    sync: () => run.runFresh(),
  }
}
