import type { SessionServices } from '../sessions/session-services.ts'
import type { Session } from '../sessions/session.ts'
import type { TemplateCaches } from './template-caches.ts'

export interface SyncAllNeeds extends Pick<SessionServices, 'sessions'> {
  templateCaches: TemplateCaches
}

/**
 * Brings the copies of every account in line with Meta, one account after the other. One that cannot be read does
 * not stop the others; the next run tries it again.
 */
export async function syncAll({ sessions, templateCaches }: SyncAllNeeds): Promise<void> {
  for (const wabaId of accountsIn(await sessions())) await templateCaches(wabaId).sync()
}

/**
 * Syncs all templates of an account when Meta reports a change of one.
 * @returns what followed, in words; null when the account is not one of ours
 */
export async function onTemplatesChanged(
  wabaId: string,
  { sessions, templateCaches }: SyncAllNeeds,
): Promise<string | null> {
  if (!accountsIn(await sessions()).includes(wabaId)) return null
  const report = await templateCaches(wabaId).sync()
  return 'failure' in report
    ? 'The templates could not be read at Meta just now; the hourly sync will.'
    : `Templates synced: ${String(report.changed)} changed, ${String(report.gone)} gone.`
}

const accountsIn = (sessions: readonly Session[]): string[] =>
  [...new Set(sessions.map(({ wabaId }) => wabaId))].filter((wabaId) => wabaId !== '')
