import { after } from '../kernel/clock.ts'
import { leaseEnd } from './attempt-lease.ts'
import type { Session } from '../sessions/session.ts'
import type { Message, MessageError } from '../messages/message.ts'
import type { SendCommand } from './send-command.ts'
import { quietHoursEnd } from './quiet-hours.ts'
import type { OwnEntry } from '../messages/timeline.ts'

/** A message in the task queue that was not sent after so long is sent by the sweep. */
export const TASK_GRACE_SECONDS = 120

/** What a message is kept as first. */
export type InitialState = Pick<Message, 'sending' | 'attempt' | 'timeline'> &
  Partial<Pick<Message, 'wakeAt' | 'error' | 'heldBy' | 'answer'>>

/** The state a message is kept in first: sent at once, queued, put off, or held with its session. */
export function initialState(command: SendCommand, now: Date): InitialState {
  const { sendAt, session, wait, mode } = command
  const queued: OwnEntry = { source: 'waypost', at: now, status: 'queued', attempt: 0 }
  if (sendAt && sendAt > now) return { sending: 'queued', attempt: 0, wakeAt: sendAt, timeline: [queued] }
  if (session.hold && mode === 'live') return heldState(command, queued)
  const awake = afterQuietHours(command, now)
  if (awake > command.notAfter) return expiredState(command, queued)
  if (awake > now) return { sending: 'queued', attempt: 0, wakeAt: awake, timeline: [queued] }
  if (!wait)
    return { sending: 'queued', attempt: 0, wakeAt: after(now, TASK_GRACE_SECONDS), timeline: [queued] }
  return {
    sending: 'sending',
    attempt: 1,
    wakeAt: leaseEnd(now),
    timeline: [queued, { source: 'waypost', at: now, status: 'sending', attempt: 1 }],
  }
}

/** When a message that is queued may be sent first: now, at its time, or when its recipient is awake. */
export const earliestSendAt = (command: SendCommand, now: Date): Date => {
  const { sendAt } = command
  return sendAt && sendAt > now ? sendAt : afterQuietHours(command, now)
}

const afterQuietHours = ({ quietHours, to }: SendCommand, now: Date): Date =>
  quietHours ? quietHoursEnd(quietHours, to, now) : now

function expiredState({ notAfter }: SendCommand, queued: OwnEntry): InitialState {
  const message =
    queued.at > notAfter
      ? `Its notAfter (${notAfter.toISOString()}) has passed.`
      : `The recipient's quiet hours last until after its notAfter (${notAfter.toISOString()}).`
  const expired: OwnEntry = { ...queued, status: 'expired', code: 'MESSAGE_EXPIRED', note: message }
  return {
    sending: 'expired',
    attempt: 0,
    error: { code: 'MESSAGE_EXPIRED', message },
    timeline: [queued, expired],
  }
}

function heldState({ session, notAfter }: SendCommand, queued: OwnEntry): InitialState {
  const error = holdError(session.hold)
  const held: OwnEntry = { ...queued, status: 'held', code: error.code, note: error.message }
  // It waits for the repair, and is not worth sending after its time.
  return { sending: 'held', heldBy: 'session', wakeAt: notAfter, attempt: 0, error, timeline: [queued, held] }
}

/** What a message says that waits for its session. */
export const holdError = (hold: Session['hold']): MessageError => ({
  code: hold?.code ?? 'UPSTREAM_FAILED',
  message: `The session is on hold: ${hold?.reason ?? 'it is being resumed.'}`,
  ...(hold?.metaCode !== undefined && { meta: { code: hold.metaCode } }),
})
