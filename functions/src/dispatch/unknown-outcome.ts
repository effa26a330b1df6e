import type { MessageError, StoredMessage } from '../messages/message.ts'
import type { Sending } from '../messages/send-state.ts'
import type { Settlement } from './settlement-policy.ts'

/**
 * How many attempts may have arrived although nothing shows it: their answers were lost, or their sender stopped.
 * Counted since the message was asked for, or last retried on request.
 */
export function unknownAttempts({ timeline, attemptBase = 0 }: StoredMessage): number {
  const hasFailed = (number: number): boolean =>
    timeline.some(
      ({ source, status, attempt }) => source === 'meta' && status === 'failed' && attempt === number,
    )
  const attempts = timeline
    .filter(({ source, status }) => source === 'waypost' && status === 'unknown')
    .map(({ attempt }) => attempt)
    .filter((attempt) => attempt > attemptBase && !hasFailed(attempt))
  return new Set(attempts).size
}

/** Whether the sender accepts a second copy, and none was sent yet. */
export const mayResend = (message: StoredMessage): boolean =>
  message.ifUnknown === 'resend' && unknownAttempts(message) <= 1

/** The outcome stays unknown for good. A status of Meta that comes later still settles it. */
export const finalUnknown = (reason: string, error?: MessageError): Settlement => ({
  sending: 'unknown',
  error: {
    code: 'OUTCOME_UNKNOWN',
    message: `It may have been sent: Meta's answer was lost and no status came. ${reason}`,
    ...(error?.meta && { meta: error.meta }),
  },
})

/**
 * An end without another attempt, for a message of which an earlier attempt may have arrived: that it failed or
 * expired would be more than we know.
 */
export const endOfUnknown = (message: StoredMessage, settlement: Settlement): Settlement =>
  settlement.sending !== 'accepted' && ends.includes(settlement.sending) && unknownAttempts(message) > 0
    ? finalUnknown(`It is not sent again: ${settlement.error.message}`, settlement.error)
    : settlement

const ends: readonly Sending[] = ['failed', 'expired', 'suppressed']

/** Why an unknown message is not sent again. */
export const noResendReason = ({ ifUnknown }: StoredMessage): string =>
  ifUnknown === 'fail'
    ? '`ifUnknown` is `fail`: it is not sent again, so that the contact does not get it twice.'
    : 'It was resent once already, or no attempt or time is left: it is not sent again.'
