import type { Throttle } from '../kernel/throttle.ts'
import type { Session } from './session.ts'

/** The ports of sessions that use cases of many modules take. */
export interface SessionServices {
  /** All sessions, from a cache. */
  sessions(): Promise<readonly Session[]>
  /** All sessions as stored now. */
  freshSessions(): Promise<readonly Session[]>
  /** One session, from the cache. */
  session(id: string): Promise<Session | undefined>
  /** The next read of this process bypasses the cache. */
  invalidateSessions(): void
  throttleFor(session: Session, mode: 'live' | 'test'): Throttle
}
