import type { ConsentSource, OptOut, OptOuts } from './conversation.ts'
import { normalizeText } from '../search/normalize-text.ts'
import { marketingOptOutKeywords, optInKeywords, optOutKeywords } from './opt-out-words.ts'

/**
 * What a contact does not want: `marketing` is advertising, `all` is everything that we begin, one-time codes included.
 * Whoever writes STOP is taken at the word: `all`. WhatsApp's own switch and Meta's 131050 are about `marketing`.
 */
export const consentCategories = ['marketing', 'all'] as const
export type ConsentCategory = (typeof consentCategories)[number]

/** A wish of a contact: not to get messages of a category, or to get them (again). */
export interface ConsentChange {
  readonly wants: boolean
  readonly category: ConsentCategory
}

/** Whole messages, folded, and what they wish. */
export type ConsentKeywords = ReadonlyMap<string, ConsentChange>

/** The words of our lists, and those of this installation (`OPT_OUT_WORDS`, `OPT_IN_WORDS`), which win. */
export function consentKeywords(own: {
  readonly optOut: readonly string[]
  readonly optIn: readonly string[]
}): ConsentKeywords {
  const listed = (lists: Readonly<Record<string, readonly string[]>>) => Object.values(lists).flat()
  const entries = (words: readonly string[], change: ConsentChange) =>
    words.map((word) => [normalizeText(word), change] as const)
  return new Map([
    ...entries(listed(optInKeywords), { wants: true, category: 'all' }),
    ...entries(listed(optOutKeywords), { wants: false, category: 'all' }),
    ...entries(listed(marketingOptOutKeywords), { wants: false, category: 'marketing' }),
    ...entries(own.optIn, { wants: true, category: 'all' }),
    ...entries(own.optOut, { wants: false, category: 'all' }),
  ])
}

/** No word of the lists is longer: a letter of a customer need not be folded. */
const MAX_KEYWORD_LENGTH = 100

/** What a message wishes by its text as a whole; null: it is about something else. */
export const findConsentChange = (text: string, words: ConsentKeywords): ConsentChange | null =>
  text.length > MAX_KEYWORD_LENGTH ? null : (words.get(normalizeText(text)) ?? null)

/** A change, when it was wished and how we know. */
export interface ConsentUpdate extends ConsentChange {
  readonly at: Date
  readonly source: ConsentSource
  /** What was written, or what Meta said. */
  readonly text?: string
}

/**
 * The opt-outs after a change. The later wish holds, in whatever order they come to us; the same wish twice changes
 * nothing. Wanting `all` lifts both categories.
 * @returns the same object when nothing changed
 */
export function applyConsent(optOuts: OptOuts, update: ConsentUpdate): OptOuts {
  const categories = update.wants && update.category === 'all' ? consentCategories : [update.category]
  const changed = categories.flatMap((category) => {
    const record = update.wants
      ? applyOptIn(optOuts[category], update)
      : applyOptOut(optOuts[category], update)
    return record === optOuts[category] ? [] : [[category, record] as const]
  })
  return changed.length === 0 ? optOuts : { ...optOuts, ...Object.fromEntries(changed) }
}

type ConsentRecordInput = Pick<ConsentUpdate, 'at' | 'source' | 'text'>

/** The last opt-out that we know of, and the last wish to get messages where that is later. Of the same second the opt-out holds. */
function applyOptOut(record: OptOut | undefined, { at, source, text }: ConsentRecordInput): OptOut {
  if (record && !isOptInOnly(record) && at <= record.at) return record
  const liftedAt = record?.liftedAt && record.liftedAt > at ? { liftedAt: record.liftedAt } : {}
  return { at, source, ...(text !== undefined && { text: text.slice(0, MAX_KEYWORD_LENGTH) }), ...liftedAt }
}

/** A wish to get messages is kept before any opt-out is known too: that may come late, and holds no longer then. */
function applyOptIn(
  record: OptOut | undefined,
  { at, source }: Pick<ConsentRecordInput, 'at' | 'source'>,
): OptOut {
  if (!record || isOptInOnly(record)) return record && record.at >= at ? record : { at, source, liftedAt: at }
  const last = record.liftedAt && record.liftedAt > record.at ? record.liftedAt : record.at
  return at > last ? { ...record, liftedAt: at } : record
}

const isOptInOnly = ({ at, liftedAt }: OptOut): boolean => liftedAt?.getTime() === at.getTime()

/** What two records of the same contact and category say together, whichever comes first. */
export function mergeOptOuts(a: OptOut | undefined, b: OptOut | undefined): OptOut | undefined {
  if (!a || !b) return a ?? b
  const both = isOptInOnly(b) ? a : applyOptOut(a, b)
  return b.liftedAt ? applyOptIn(both, { at: b.liftedAt, source: b.source }) : both
}

/** The record that holds now in a category, when the contact does not want it. */
export const isOptedOut = (optOuts: OptOuts, category: ConsentCategory): OptOut | undefined => {
  const record = optOuts[category]
  return record?.liftedAt ? undefined : record
}

/** The categories in which this wish holds, after it was recorded: none when there was nothing to take back. */
export const optedOutSince = (optOuts: OptOuts, { wants, at }: ConsentUpdate): ConsentCategory[] =>
  consentCategories.filter((category) => {
    const record = optOuts[category]
    if (wants && (!record || isOptInOnly(record))) return false
    const since = wants ? record?.liftedAt : isOptedOut(optOuts, category)?.at
    return since?.getTime() === at.getTime()
  })
