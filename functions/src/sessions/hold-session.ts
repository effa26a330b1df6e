import type { KernelServices } from '../kernel/kernel-services.ts'
import type { EventServices } from '../events/publish-event.ts'
import type { Hold, Session } from './session.ts'

export interface HoldNeeds extends Pick<KernelServices & EventServices, 'alert' | 'publishEvent'> {
  /** Puts a session on hold; answers whether it is on this hold now, and not on another. */
  holdSession(sessionId: string, hold: Hold): Promise<boolean>
}

/**
 * Puts a session on hold and tells operators and customers, once however many find the same reason. Done again, it
 * tells the same again, which is once: it may have died before it came to that.
 * @returns whether the session is on this hold, and not on another one
 */
export async function holdSessionAndNotify(
  { id }: Pick<Session, 'id'>,
  hold: Hold,
  needs: HoldNeeds,
): Promise<boolean> {
  const { code, reason, since } = hold
  if (!(await needs.holdSession(id, hold))) return false
  await needs.alert({ event: 'session.held', about: id, code, message: reason, at: since })
  await needs.publishEvent({
    type: 'session.held',
    dedupeKey: [id, since.toISOString()],
    sessionId: id,
    at: since,
    data: { session: id, code, reason },
  })
  return true
}
