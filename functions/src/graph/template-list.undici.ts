import type { GraphFailure } from './graph-error.ts'
import { readGraph } from './graph-request.undici.ts'
import { listedFields, readTemplatePage, type GraphListedTemplate } from './template-list.ts'

export interface TemplateListSettings {
  /** Where the Graph API is, without a version. */
  readonly url: string
  readonly version: string
  readonly accessToken: string
}

/** All templates of an account, or why they could not be read. */
export type TemplateListing =
  | { readonly templates: readonly GraphListedTemplate[]; readonly unread: number }
  | { readonly failure: GraphFailure }

/** A send may wait for this list, so it gives up long before the send's own function does. */
const TIMEOUT_MS = 10_000
const PAGE_SIZE = 100
/** An account holds 6,000 templates at most. */
const MAX_PAGES = 100

/**
 * Reads all templates of a WhatsApp Business Account, page by page. All of them or none: a list that breaks off
 * in the middle would make the rest look deleted. Never throws for what Meta or the network does.
 */
export async function listTemplates(
  wabaId: string,
  settings: TemplateListSettings,
): Promise<TemplateListing> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const templates: GraphListedTemplate[] = []
  let unread = 0
  let after: string | undefined
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const answer = await fetchPage(wabaId, { ...settings, after, signal })
    if ('failure' in answer) return answer
    const page = readTemplatePage(answer.text)
    if (!page) return { failure: { httpStatus: 200, message: 'The answer is no list of templates.' } }
    templates.push(...page.templates)
    unread += page.unread
    after = page.after
    if (after === undefined) return { templates, unread }
  }
  return { failure: { message: `The list has no end after ${String(MAX_PAGES)} pages.` } }
}

interface PageRequest extends TemplateListSettings {
  readonly after: string | undefined
  readonly signal: AbortSignal
}

/** The cursor is put into an address of ours: the `next` link of Meta's answer is not followed with the token. */
async function fetchPage(
  wabaId: string,
  { url, version, accessToken, after, signal }: PageRequest,
): Promise<{ text: string } | { failure: GraphFailure }> {
  const answer = await readGraph(`${url}/${version}/${encodeURIComponent(wabaId)}/message_templates`, {
    token: accessToken,
    query: { fields: listedFields, limit: PAGE_SIZE, ...(after !== undefined && { after }) },
    signal,
  })
  return 'unreachable' in answer ? { failure: { message: answer.unreachable } } : answer
}
