import { asObject, parseJson, asNonEmptyString } from '../kernel/untrusted-json.ts'
import type { TimelineEntry } from '../messages/timeline.ts'

/** What Meta charges for a message, in its own words. */
export interface Pricing {
  readonly category: string
  /** `regular`, `free_customer_service`, `free_entry_point`, or a word of another time. */
  readonly type: string
  /** Null: Meta does not say (any more). */
  readonly billable: boolean | null
}

/**
 * The price that Meta's statuses name, of the last attempt that has one; undefined while none does. It stands in
 * `sent` and in one of `delivered` and `read`; what is charged is the delivery.
 * https://developers.facebook.com/docs/whatsapp/pricing
 */
export function pricingOf(timeline: readonly TimelineEntry[]): Pricing | undefined {
  const priced = timeline
    .filter((entry) => entry.source === 'meta')
    .map(({ attempt, status, raw }) => ({
      rank: attempt * 2 + (status === 'sent' ? 0 : 1),
      pricing: readPricing(asObject(parseJson(raw))['pricing']),
    }))
  return priced.reduce<{ rank: number; pricing?: Pricing | undefined }>(
    (best, entry) => (entry.pricing && entry.rank > best.rank ? entry : best),
    { rank: -1 },
  ).pricing
}

function readPricing(value: unknown): Pricing | undefined {
  const { category, type, billable } = asObject(value)
  const word = asNonEmptyString(category)?.slice(0, MAX_WORD_LENGTH)
  if (word === undefined) return undefined
  return {
    category: word.replaceAll('-', '_'),
    type: asNonEmptyString(type)?.slice(0, MAX_WORD_LENGTH) ?? 'unknown',
    billable: typeof billable === 'boolean' ? billable : null,
  }
}

const MAX_WORD_LENGTH = 60
