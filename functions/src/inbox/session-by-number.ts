import type { Session } from '../sessions/session.ts'

export interface SessionByNumberNeeds {
  /** As remembered; asked first. */
  sessions(): Promise<readonly Session[]>
  /** As they are now. */
  freshSessions(): Promise<readonly Session[]>
}

/** The session of a number by Meta's id of it. One that was made just now is not remembered yet. */
export async function sessionByNumber(
  phoneNumberId: string,
  { sessions, freshSessions }: SessionByNumberNeeds,
): Promise<Session | undefined> {
  if (phoneNumberId === '') return undefined
  const isIts = (session: Session): boolean => session.phoneNumberId === phoneNumberId
  return (await sessions()).find(isIts) ?? (await freshSessions()).find(isIts)
}
