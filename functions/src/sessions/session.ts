import type { ErrorCode } from '@waypost/contract'

/** A sender that a customer owns: a phone number on Meta's Cloud API (`cloud`) or a paired phone (`web`). */
export interface Session {
  readonly id: string
  readonly name: string
  readonly channel: 'cloud' | 'web'
  readonly phoneNumberId: string
  readonly wabaId: string
  /** The name of the secret with an access token of its own; without one, the deployment's is used. */
  readonly tokenSecret?: string
  /** Who may send through it: `user:<uid>` or the owner of API keys. Operators always may. */
  readonly owners: readonly string[]
  /** The session for requests without one. */
  readonly isDefault: boolean
  /** False: a reply leaves the conversation as it is, because no operator handles it. */
  readonly automation?: boolean
  /** Set while nothing may be sent: its messages wait as `held`. */
  readonly hold?: Hold
  /** When its last hold ended. */
  readonly resumedAt?: Date
  /** Set while messages wake after a hold: times to send were given out up to this instant. */
  readonly requeuedUntil?: Date
  /** What Meta reported about its number and account by webhook. */
  readonly standing?: AccountSignals
}

/**
 * What Meta last reported about a number and its account. `quality`: `good` or `low`; `throughput`: messages per second;
 * `messagingLimit`: people a day, like `TIER_2K` or `2000`; `account`: `free` or `restricted`.
 */
export type AccountSignals = Readonly<Partial<Record<AccountSignal, ReportedValue>>>
export type AccountSignal = 'quality' | 'throughput' | 'messagingLimit' | 'account'

export interface ReportedValue {
  readonly value: string
  /** When Meta reported it. Reports arrive late and in any order; the latest wins. */
  readonly at: Date
}

/** Why a session is not sending, since when, and what Meta said. */
export interface Hold {
  readonly code: ErrorCode
  readonly reason: string
  readonly metaCode?: number
  readonly since: Date
  /** When Meta lifts it by itself, where it says so. */
  readonly until?: Date
  /** Meta or the network fails: ended by itself, once a message meets no failure. */
  readonly outage?: true
}
