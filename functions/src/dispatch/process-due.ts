import { after } from '../kernel/clock.ts'
import { triesOf, type StoredMessage } from '../messages/message.ts'
import { isKnownToMeta } from '../messages/message-status.ts'
import { acceptedByStatus, claimAndSend, type ClaimAndSendNeeds } from './claim-and-send.ts'
import { runFollowUp } from './follow-up.ts'
import { applySettlement } from './settle-message.ts'
import type { Settlement } from './settlement-policy.ts'
import { finalUnknown, mayResend, noResendReason } from './unknown-outcome.ts'

/** Decides what a due message needs, and does it. */
export async function processDue(message: StoredMessage, needs: ClaimAndSendNeeds): Promise<unknown> {
  if (message.followUp) {
    await runFollowUp(message, needs)
    const next = message.followUp.wakeAt
    if (!next || next > needs.clock.now()) return needs.messages.endFollowUp(message)
  }
  switch (message.sending) {
    case 'sending':
    case 'unknown':
      return resolveUnknown(message, needs)
    case 'queued':
    case 'errored':
    case 'held':
      return claimAndSend(message, needs)
    case 'accepted':
    case 'failed':
    case 'cancelled':
    case 'expired':
    case 'suppressed':
      return needs.messages.endFollowUp(message)
  }
}

/** The holder of this attempt is gone, or its answer was lost: was it sent, and what became of it? */
async function resolveUnknown(message: StoredMessage, needs: ClaimAndSendNeeds): Promise<unknown> {
  if (isKnownToMeta(message)) return applySettlement(message, acceptedByStatus(message), needs)
  if (message.sending === 'sending') return applySettlement(message, leaseExpired(needs), needs)
  const inTime = needs.clock.now() <= message.notAfter && triesOf(message) < needs.limits.maxAttempts
  return mayResend(message) && inTime
    ? claimAndSend(message, needs)
    : applySettlement(message, finalUnknown(noResendReason(message)), needs)
}

const leaseExpired = ({ clock, limits }: ClaimAndSendNeeds): Settlement => ({
  sending: 'unknown',
  error: {
    code: 'OUTCOME_UNKNOWN',
    message: 'Its sender stopped before it recorded the outcome; a status will show whether it was sent.',
  },
  wakeAt: after(clock.now(), limits.unknownGraceSeconds),
})
