import type { ListTemplatesQuery, TemplateView } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import { boundSessions } from '../http/caller-reach.ts'
import { isOperator } from '../http/caller.ts'
import { paginate, type Page } from '../http/page.ts'
import { decodeSortKey, encodeSortKey } from '../http/cursor.ts'
import { usableSessions } from '../sessions/resolve-session.ts'
import type { Session } from '../sessions/session.ts'
import type { Template } from './template.ts'
import type { TemplateCursor, TemplateStore } from './template-store.ts'

/**
 * One page of the templates this caller may send, by name: those of the accounts of its sessions; operators see all.
 * @throws WaypostError `INVALID_REQUEST` for a cursor that is none
 */
export async function listTemplates(
  query: ListTemplatesQuery,
  { caller, sessions }: { caller: Caller; sessions: readonly Session[] },
  templates: Pick<TemplateStore, 'list'>,
): Promise<Page<Template>> {
  const { session, name, language, status, cursor, limit } = query
  const list = JSON.stringify(['templates', session, name, language, status])
  const filter = {
    ...(name !== undefined && { name }),
    ...(language !== undefined && { language }),
    ...(status !== undefined && { status }),
    ...(cursor !== undefined && { cursor: readCursor(cursor, list) }),
    // One more than asked for tells whether there is another page.
    limit: limit + 1,
  }
  const seesEverything = session === undefined && isOperator(caller) && !boundSessions(caller)
  const lists = seesEverything
    ? [templates.list(filter)]
    : accountsOf(caller, session, sessions).map((wabaId) => templates.list({ ...filter, wabaId }))
  const found = (await Promise.all(lists)).flat().toSorted(byName)
  return paginate(found, limit, (last) => encodeSortKey(last.name, last.id, list))
}

/** The order of the store: names and ids are plain letters. */
const byName = (a: TemplateCursor, b: TemplateCursor): number =>
  a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1

/**
 * The accounts of the sessions that a caller may use, each once; of the one it names.
 * @throws WaypostError `SESSION_FORBIDDEN`, `SESSION_NOT_FOUND`
 */
export function accountsOf(
  caller: Caller,
  named: string | undefined,
  sessions: readonly Session[],
): string[] {
  const usable = usableSessions(caller, named, sessions)
  return [...new Set(usable.map(({ wabaId }) => wabaId))].filter((wabaId) => wabaId !== '')
}

/** A copy as the API shows it. */
export const templateView = ({ goneAt: _goneAt, syncedAt, components, ...copy }: Template): TemplateView => ({
  ...copy,
  components: components as TemplateView['components'],
  syncedAt: syncedAt.toISOString(),
})

function readCursor(text: string, list: string): TemplateCursor {
  const [name, id] = decodeSortKey(text, list)
  return { name, id }
}
