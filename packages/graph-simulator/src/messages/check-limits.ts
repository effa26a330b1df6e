/** Limits that do not depend on the content: allow list, throughput, pair rate, sender, window, user id. */
import type { PhoneNumber } from '../account/phone-number.ts'
import { digitsOf } from '../account/phone-number.ts'
import { isWindowOpen } from '../contacts/contact-book.ts'
import { refuse } from '../graph/graph-error.ts'
import type { SimulatorContext } from '../simulator-state.ts'
import type { Content, Recipient } from './parse-send.ts'
import { PAIR_RATE, take, type TokenBucket } from './token-bucket.ts'

/** Refuses a send that breaks a limit: 133010, 131021, 131030, 131062, 131047, 130429, 131056. */
export function checkLimits(
  recipient: Recipient,
  content: Content,
  { phone, simulator }: { phone: PhoneNumber; simulator: SimulatorContext },
): void {
  const { waId } = recipient.contact
  const { settings, pairBuckets } = simulator.state
  if (!phone.registered)
    throw refuse(133010, 'Register the phone number first: POST /{phone-number-id}/register.')
  if (waId === digitsOf(phone.display_phone_number)) throw refuse(131021, 'Recipient cannot be sender.')
  if (settings.allowList && !settings.allowList.some((allowed) => digitsOf(allowed) === waId)) {
    throw refuse(
      131030,
      'Recipient phone number not in allowed list: add it under API Setup in the App Dashboard.',
    )
  }
  if (recipient.sentTo === 'bsuid' && content.template?.category === 'AUTHENTICATION') {
    throw refuse(131062, 'Authentication templates can only be sent to a phone number.')
  }
  if (
    settings.windows === 'enforce' &&
    content.type !== 'template' &&
    !isWindowOpen(simulator, phone.id, waId)
  ) {
    throw refuse(
      131047,
      'More than 24 hours have passed since the recipient last replied. Send a template message.',
    )
  }
  countMessage(simulator, phone.id)
  const nowMs = simulator.clock.now().getTime()
  const pair = bucketOf(pairBuckets, `${phone.id} ${waId}`)
  if (settings.pairLimit && !take(pair, PAIR_RATE, nowMs)) {
    throw refuse(
      131056,
      'Too many messages sent from this phone number to the same recipient in a short time. Retry after 4^X seconds.',
    )
  }
}

/** Counts a message, in or out, against the throughput of a phone number; 130429 when it is used up. */
function countMessage({ state, clock }: SimulatorContext, phoneNumberId: string): void {
  const perSecond = state.settings.messagesPerSecond
  if (perSecond === null) return
  const rate = { capacity: perSecond, everyMs: 1000 / perSecond }
  const nowMs = clock.now().getTime()
  if (!take(bucketOf(state.throughputBuckets, phoneNumberId), rate, nowMs)) {
    throw refuse(130429, 'Cloud API message throughput has been reached.')
  }
}

function bucketOf(buckets: Map<string, TokenBucket>, key: string): TokenBucket {
  const known = buckets.get(key)
  if (known) return known
  const full = { fullAt: 0 }
  buckets.set(key, full)
  return full
}
