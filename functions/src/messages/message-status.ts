import type { MessageStatus } from '@waypost/contract'
import type { Sending } from './send-state.ts'
import { isProgressStatus, ranks, type ProgressStatus } from './progress.ts'
import type { TimelineEntry } from './timeline.ts'

/** The parts of a message that its status follows from. */
export interface StatusFacets {
  readonly sending: Sending
  readonly attempt: number
  readonly progress: number
  readonly timeline: readonly TimelineEntry[]
}

/**
 * The one word for where a message is, from what the dispatcher says (`sending`) and what Meta says
 * (`progress`, `timeline`). A pure function of sets and maxima: the order and number of Meta's
 * webhooks make no difference.
 *
 * Once Meta said of any attempt that it arrived, it arrived, whatever else was said before or after.
 * `sent` counts for the last attempt only, and yields to a failure that was dealt with.
 */
export function messageStatus(facets: StatusFacets): MessageStatus {
  const reached = furthestProgress(facets)
  if (reached === null) return facets.sending
  if (isDelivered(facets)) return reached
  return isFailureHandled(facets) ? facets.sending : reached
}

/** Whether Meta said of any attempt that it arrived. */
export const isDelivered = (facets: StatusFacets): boolean => {
  const reached = furthestProgress(facets)
  return reached !== null && ranks[reached] >= ranks.delivered
}

/** Whether it arrived although it had been given up or reported as failed. */
export const isDeliveredAfterFailure = (facets: StatusFacets): boolean =>
  isDelivered(facets) && (metaFailed(facets) || facets.sending === 'failed')

/** Whether Meta has spoken of the last attempt at all: then it was accepted, whatever we know. */
export const isKnownToMeta = ({ attempt, progress, timeline }: StatusFacets): boolean =>
  Math.floor(progress / 100) === attempt ||
  timeline.some((entry) => entry.source === 'meta' && entry.attempt === attempt)

function furthestProgress({ attempt, progress, timeline }: StatusFacets): ProgressStatus | null {
  const seen: ProgressStatus[] = []
  for (const entry of timeline) {
    if (entry.source !== 'meta' || !isProgressStatus(entry.status)) continue
    if (entry.attempt === attempt || ranks[entry.status] >= ranks.delivered) seen.push(entry.status)
  }
  if (Math.floor(progress / 100) === attempt) seen.push(...statusOfRank(progress % 100))
  return seen.reduce<ProgressStatus | null>(
    (best, status) => (best === null || ranks[status] > ranks[best] ? status : best),
    null,
  )
}

const statusOfRank = (rank: number): ProgressStatus[] =>
  Object.keys(ranks)
    .filter(isProgressStatus)
    .filter((status) => ranks[status] === rank)

const metaFailed = ({ attempt, timeline }: StatusFacets): boolean =>
  timeline.some((entry) => entry.source === 'meta' && entry.attempt === attempt && entry.status === 'failed')

const afterFailure: readonly Sending[] = [
  'queued',
  'errored',
  'failed',
  'held',
  'cancelled',
  'expired',
  'suppressed',
]

const isFailureHandled = (facets: StatusFacets): boolean =>
  metaFailed(facets) && afterFailure.includes(facets.sending)
