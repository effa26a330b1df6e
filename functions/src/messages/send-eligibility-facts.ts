import type { Recipient } from '../kernel/recipient.ts'

/** What is known of the person a message goes to that decides whether it may be sent now. */
export interface SendEligibilityFacts {
  readonly lastInboundAt?: Date
  /** Until when free-form messages are allowed; absent while unknown. */
  readonly windowOpenUntil?: Date
  /** Since when the contact wants no advertising, and since when nothing at all; absent where it does not mind. */
  readonly marketingOptOutAt?: Date
  readonly optOutAt?: Date
}

/** Asks for it, of a contact of a session. Null: nothing is known. Rejects when it could not be read: nothing is sent then. */
export type LoadEligibility = (sessionId: string, contact: Recipient) => Promise<SendEligibilityFacts | null>
