import type { ErrorCode } from '@waypost/contract'

/** A sender that a customer owns: a phone number on Meta's Cloud API (`cloud`) or a paired phone (`web`). */
export interface Session {
  readonly id: string
  readonly name: string
  readonly channel: 'cloud' | 'web'
  readonly phoneNumberId: string
  readonly wabaId: string
  /** Who may send through it: `user:<uid>` or the owner of API keys. Operators always may. */
  readonly owners: readonly string[]
  /** The session of callers who name none, whoever they are. */
  readonly isDefault: boolean
  /** Set while nothing may be sent: its messages wait as `held`. */
  readonly hold?: Hold
  /** When its last hold ended. */
  readonly resumedAt?: Date
}

/** Why a session is not sending, since when, and what Meta said. */
export interface Hold {
  readonly code: ErrorCode
  readonly reason: string
  readonly metaCode?: number
  readonly since: Date
}
