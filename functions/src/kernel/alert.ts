/** Something an operator has to see to. */
export interface AlertEntry {
  /** A stable word, like `session.held`. */
  readonly event: string
  /** What it is about: an id. */
  readonly about: string
  /** Our error code, where there is one for it. */
  readonly code?: string
  readonly message: string
  /** How much it presses; `error` unless given. It is the severity of the log line too. */
  readonly severity?: 'info' | 'warn' | 'error'
  readonly at: Date
}

/** Raises an alert: a log line and a document in `alerts`. Idempotent. */
export type Alert = (news: AlertEntry) => Promise<void>
