import type { Alert } from '../kernel/alert.ts'
import type { RaiseEvent } from './raise-event.ts'
import type { Hold, Session } from './session.ts'

export interface HoldNeeds {
  /** Puts a session on hold; answers whether this call did it. */
  holdSession(sessionId: string, hold: Hold): Promise<boolean>
  alert: Alert
  raiseEvent?: RaiseEvent
}

/**
 * Puts a session on hold and tells operators and customers, once however many find the same reason.
 * @returns whether this call did it
 */
export async function putOnHold({ id }: Session, hold: Hold, needs: HoldNeeds): Promise<boolean> {
  const { code, reason, since } = hold
  if (!(await needs.holdSession(id, hold))) return false
  await needs.alert({ event: 'session.held', about: id, code, message: reason, at: since })
  await needs.raiseEvent?.({
    type: 'session.held',
    words: [id, since.toISOString()],
    sessionId: id,
    at: since,
    data: { session: id, code, reason },
  })
  return true
}
