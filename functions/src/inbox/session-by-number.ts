import type { SessionServices } from '../sessions/session-services.ts'
import type { Session } from '../sessions/session.ts'

/** The session of a number by Meta's id of it. One that was made just now is not remembered yet. */
export async function sessionByNumber(
  phoneNumberId: string,
  { sessions, freshSessions }: Pick<SessionServices, 'sessions' | 'freshSessions'>,
): Promise<Session | undefined> {
  if (phoneNumberId === '') return undefined
  const isIts = (session: Session): boolean => session.phoneNumberId === phoneNumberId
  return (await sessions()).find(isIts) ?? (await freshSessions()).find(isIts)
}
