import type { ErrorCode } from '@waypost/contract'
import type { BackoffName } from './retry-backoff.ts'

/** What kind of trouble a code of Meta means; `unknown` = the message may have been accepted all the same. */
type MetaErrorClass =
  | 'auth'
  | 'perm'
  | 'config'
  | 'bad'
  | 'tmpl'
  | 'rcpt'
  | 'window'
  | 'policy'
  | 'pair'
  | 'tput'
  | 'limit'
  | 'spam'
  | 'bill'
  | 'media'
  | 'trans'
  | 'reg'
  | 'unknown'

/** What one code of Meta means for us, and what happens to the message that met it. */
export interface MetaErrorRule {
  /** Our word for it. */
  readonly code: ErrorCode
  readonly class: MetaErrorClass
  /**
   * `retry` = try again after `backoff`; `fail` = final for this message; `hold-session` = every message of
   * this sender would meet it, so park them all; `hold-template` = every message with this template would.
   */
  readonly action: 'retry' | 'fail' | 'hold-session' | 'hold-template'
  /** Set when `then` is `retry`. */
  readonly backoff?: BackoffName
  /** Attempts in all, the first included, when this failure deserves fewer than the general limit. */
  readonly maxAttempts?: number
  /** Retry only when the message carries media by `link`: Meta's own fetch may succeed a minute later. */
  readonly onlyForMediaLinks?: true
  /** Meta's meaning in our words. */
  readonly meaning: string
  /** What an operator should do. */
  readonly hint: string
}

/** A rule that many codes share; each code adds its own meaning. */
export type MetaErrorFamily = Omit<MetaErrorRule, 'meaning'>
