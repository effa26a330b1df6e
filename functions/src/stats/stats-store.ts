import type { Countable, StatsCell } from './stats-cell.ts'

/** A day that was counted. */
export interface CountedDay {
  /** In UTC: `2027-01-31`. */
  readonly day: string
  readonly cells: readonly StatsCell[]
}

/** Where counts are kept, and what is counted. */
export interface StatsStore {
  /**
   * The messages that were asked for or came in on a day, one after the other.
   * @param most how many at most, the oldest first
   */
  messagesOfDay(day: string, most: number): AsyncIterable<Countable>
  /** Keeps the counts of a day, in the place of those that are there. */
  save(counted: CountedDay, at: Date): Promise<void>
  /** The days from `since` to `until`, both included, that were counted. */
  listDays(since: string, until: string): Promise<CountedDay[]>
}
