import { WaypostError } from '@waypost/contract'
import type { Session } from './session.ts'

/** What becomes of the sessions there are: those to be written, and one to be deleted. */
export interface SessionChanges {
  readonly put?: readonly Session[]
  readonly remove?: string
}

/** Decides on all sessions at once: what it sees is what it changes. Throws to change nothing. */
export type DecideSessions = (sessions: readonly Session[]) => SessionChanges

/** @throws WaypostError `SESSION_EXISTS` when another session sends from its number */
export const addSession =
  (session: Session): DecideSessions =>
  (sessions) => {
    checkNumber(session, sessions)
    return { put: [session, ...formerDefaults(session, sessions)] }
  }

/** @throws WaypostError `SESSION_NOT_FOUND`, `SESSION_EXISTS` */
export const updateSession =
  (id: string, change: (session: Session) => Session): DecideSessions =>
  (sessions) => {
    const current = sessions.find((session) => session.id === id)
    if (!current) throw new WaypostError('SESSION_NOT_FOUND')
    const changed = change(current)
    if (changed.phoneNumberId !== current.phoneNumberId) checkNumber(changed, sessions)
    return { put: [changed, ...formerDefaults(changed, sessions)] }
  }

/** @throws WaypostError `SESSION_NOT_FOUND`, `SESSION_IN_USE` for the default one */
export const removeSession =
  (id: string): DecideSessions =>
  (sessions) => {
    const current = sessions.find((session) => session.id === id)
    if (!current) throw new WaypostError('SESSION_NOT_FOUND')
    if (current.isDefault)
      throw new WaypostError('SESSION_IN_USE', {
        message: 'This session is the default. Make another one the default first.',
      })
    return { remove: id }
  }

/** What comes in for a number belongs to one session. */
function checkNumber({ id, phoneNumberId }: Session, sessions: readonly Session[]): void {
  const other = sessions.find((one) => one.phoneNumberId === phoneNumberId && one.id !== id)
  if (phoneNumberId !== '' && other)
    throw new WaypostError('SESSION_EXISTS', {
      message: `The session ${other.id} sends from the number ${phoneNumberId} already.`,
    })
}

/** There is one default at most. */
const formerDefaults = ({ id, isDefault }: Session, sessions: readonly Session[]): Session[] =>
  isDefault
    ? sessions.filter((one) => one.isDefault && one.id !== id).map((one) => ({ ...one, isDefault: false }))
    : []
