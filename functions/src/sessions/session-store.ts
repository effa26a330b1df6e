import type { DecideSessions } from './change-sessions.ts'
import type { Hold, Session, AccountSignal, ReportedValue } from './session.ts'

/** Meta's ids of a number and its account. */
export type SessionNumber = Pick<Session, 'phoneNumberId' | 'wabaId'>

/** The stored sessions. */
export interface SessionStore {
  /** All sessions. When there is none at all, the first one is kept and becomes the only one. */
  list(first: Session): Promise<Session[]>
  /** Whether the last `list` found a session with this id that it could not read. */
  isUnreadable(id: string): boolean
  /** Changes sessions by a decision on all of them, at once or not at all; the decision may be made more than once. */
  edit(decide: DecideSessions): Promise<void>
  /** The numbers that a session had before it changed or was deleted. */
  formerNumbers(sessionId: string): Promise<readonly SessionNumber[]>
  /** Keeps a session as given. */
  put(session: Session): Promise<void>
  /**
   * Puts a session on hold; the first reason stays until it is resumed, unless that is an outage. A reason from before
   * the last resumption is outdated. Answers whether this hold is the one.
   */
  hold(sessionId: string, hold: Hold): Promise<boolean>
  /** Ends a hold; its messages wake from then on (`requeuedUntil`). */
  resume(sessionId: string, at: Date): Promise<void>
  /** Notes up to when messages were given a time to send; null: none is held any more. */
  setRequeuedUntil(sessionId: string, instant: Date | null): Promise<void>
  /**
   * Records a value that Meta reported about a session. `current`: it is the latest report; `outdated`: a later one
   * is stored already; null: no such session.
   */
  recordSignal(
    sessionId: string,
    topic: AccountSignal,
    reported: ReportedValue,
  ): Promise<'current' | 'outdated' | null>
}
