import type { Sending } from './send-state.ts'

/** One event of a message. Entries are only added. */
export type TimelineEntry = OwnEntry | MetaEntry

/** Something we did or found. */
export interface OwnEntry {
  readonly source: 'waypost'
  readonly at: Date
  readonly status: Sending
  readonly attempt: number
  /** A sentence for people. */
  readonly note?: string
  /** Our error code, when it is one. */
  readonly code?: string
}

/** A status as Meta posted it. The same post twice is the same entry: nothing in it depends on when it came. */
export interface MetaEntry {
  readonly source: 'meta'
  /** Meta's time of the status. */
  readonly at: Date
  readonly status: string
  readonly attempt: number
  readonly wamid: string
  /** The item of the webhook: parsed, and written as JSON again. */
  readonly raw: string
  /** The contacts that came with it, as JSON. */
  readonly contacts?: string
}

/**
 * Oldest first; what happened at the same time in the order of a message's life. A status that Meta posted more than
 * once, each time with other contacts, is one entry.
 */
export const sortTimeline = (timeline: readonly TimelineEntry[]): TimelineEntry[] =>
  timeline
    .filter((entry, position) => timeline.findIndex((other) => isSameStatus(entry, other)) === position)
    .map((entry, position) => ({ entry, position, time: timeOf(entry, timeline) }))
    .toSorted(
      (a, b) =>
        a.time - b.time ||
        a.entry.attempt - b.entry.attempt ||
        statusOrder(a.entry) - statusOrder(b.entry) ||
        a.position - b.position,
    )
    .map(({ entry }) => entry)

const isSameStatus = (one: TimelineEntry, other: TimelineEntry): boolean =>
  one === other ||
  (one.source === 'meta' &&
    other.source === 'meta' &&
    one.status === other.status &&
    one.at.getTime() === other.at.getTime() &&
    one.attempt === other.attempt &&
    one.wamid === other.wamid &&
    one.raw === other.raw)

/**
 * Meta tells whole seconds: its status comes behind what we did for the attempt within that second. Nor can it be
 * older than the attempt itself, whatever the two clocks say.
 */
function timeOf(entry: TimelineEntry, timeline: readonly TimelineEntry[]): number {
  if (entry.source === 'waypost') return entry.at.getTime()
  const timesOf = (status: Sending): number[] =>
    timeline
      .filter((own) => own.source === 'waypost' && own.status === status && own.attempt === entry.attempt)
      .map(({ at }) => at.getTime())
  const begun = Math.max(entry.at.getTime(), ...timesOf('sending'))
  return Math.max(begun, ...timesOf('accepted').filter((time) => time < begun + 1000))
}

const statusSequence = ['queued', 'sending', 'accepted', 'sent', 'delivered', 'read', 'played']
const statusOrder = ({ status }: TimelineEntry): number =>
  statusSequence.includes(status) ? statusSequence.indexOf(status) : statusSequence.length
