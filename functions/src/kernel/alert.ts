/** Something an operator has to see to. */
export interface AlertNews {
  /** A stable word, like `session.held`. */
  readonly event: string
  /** What it is about: an id. */
  readonly about: string
  readonly code: string
  readonly message: string
  readonly at: Date
}

/** Raises an alert: a log line of severity ERROR and a document in `alerts`. The same news twice is one alert. */
export type Alert = (news: AlertNews) => Promise<void>
