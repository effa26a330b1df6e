import type { SessionServices } from '../sessions/session-services.ts'
import type { Session } from '../sessions/session.ts'
import type { StoredInboxItem } from './inbox-store.ts'

/** The session of a number by Meta's id of it. One that was made just now is not remembered yet. */
export async function sessionByNumber(
  phoneNumberId: string,
  { sessions, freshSessions }: Pick<SessionServices, 'sessions' | 'freshSessions'>,
): Promise<Session | undefined> {
  if (phoneNumberId === '') return undefined
  const isIts = (session: Session): boolean => session.phoneNumberId === phoneNumberId
  return (await sessions()).find(isIts) ?? (await freshSessions()).find(isIts)
}

/** The session of the number that an item names; all sessions of the account where it names no number. */
export async function sessionsOfItem(
  { phoneNumberId, wabaId }: Pick<StoredInboxItem, 'phoneNumberId' | 'wabaId'>,
  needs: Pick<SessionServices, 'sessions' | 'freshSessions'>,
): Promise<readonly Session[]> {
  if (phoneNumberId === '')
    return (await needs.freshSessions()).filter((session) => session.wabaId === wabaId)
  const session = await sessionByNumber(phoneNumberId, needs)
  return session ? [session] : []
}
