import type { ConsentSource, OptOut, OptOuts } from './conversation.ts'
import { foldedText } from './folded-text.ts'
import { marketingOptOutWords, optInWords, optOutWords } from './opt-out-words.ts'

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
export type ConsentWords = ReadonlyMap<string, ConsentChange>

/** The words of our lists, and those of this installation (`OPT_OUT_WORDS`, `OPT_IN_WORDS`), which win. */
export function consentWords(own: {
  readonly optOut: readonly string[]
  readonly optIn: readonly string[]
}): ConsentWords {
  const listed = (lists: Readonly<Record<string, readonly string[]>>) => Object.values(lists).flat()
  const entries = (words: readonly string[], change: ConsentChange) =>
    words.map((word) => [foldedText(word), change] as const)
  return new Map([
    ...entries(listed(optInWords), { wants: true, category: 'all' }),
    ...entries(listed(optOutWords), { wants: false, category: 'all' }),
    ...entries(listed(marketingOptOutWords), { wants: false, category: 'marketing' }),
    ...entries(own.optIn, { wants: true, category: 'all' }),
    ...entries(own.optOut, { wants: false, category: 'all' }),
  ])
}

/** No word of the lists is longer: a letter of a customer need not be folded. */
const LONGEST = 100

/** What a message wishes by its text as a whole; null: it is about something else. */
export const optOutChange = (text: string, words: ConsentWords): ConsentChange | null =>
  text.length > LONGEST ? null : (words.get(foldedText(text)) ?? null)

/** A change, when it was wished and how we know. */
export interface ConsentNews extends ConsentChange {
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
export function withConsent(optOuts: OptOuts, news: ConsentNews): OptOuts {
  const categories = news.wants && news.category === 'all' ? consentCategories : [news.category]
  const changed = categories.flatMap((category) => {
    const record = news.wants ? lifted(optOuts[category], news) : optedOut(optOuts[category], news)
    return record === optOuts[category] ? [] : [[category, record] as const]
  })
  return changed.length === 0 ? optOuts : { ...optOuts, ...Object.fromEntries(changed) }
}

type Wish = Pick<ConsentNews, 'at' | 'source' | 'text'>

/** The last opt-out that we know of, and the last wish to get messages where that is later. Of the same second the opt-out holds. */
function optedOut(record: OptOut | undefined, { at, source, text }: Wish): OptOut {
  if (record && !isWishAlone(record) && at <= record.at) return record
  const liftedAt = record?.liftedAt && record.liftedAt > at ? { liftedAt: record.liftedAt } : {}
  return { at, source, ...(text !== undefined && { text: text.slice(0, LONGEST) }), ...liftedAt }
}

/** A wish to get messages is kept before any opt-out is known too: that may come late, and holds no longer then. */
function lifted(record: OptOut | undefined, { at, source }: Pick<Wish, 'at' | 'source'>): OptOut {
  if (!record || isWishAlone(record)) return record && record.at >= at ? record : { at, source, liftedAt: at }
  const last = record.liftedAt && record.liftedAt > record.at ? record.liftedAt : record.at
  return at > last ? { ...record, liftedAt: at } : record
}

const isWishAlone = ({ at, liftedAt }: OptOut): boolean => liftedAt?.getTime() === at.getTime()

/** What two records of the same contact and category say together, whichever comes first. */
export function joinOptOuts(a: OptOut | undefined, b: OptOut | undefined): OptOut | undefined {
  if (!a || !b) return a ?? b
  const both = isWishAlone(b) ? a : optedOut(a, b)
  return b.liftedAt ? lifted(both, { at: b.liftedAt, source: b.source }) : both
}

/** The record that holds now in a category, when the contact does not want it. */
export const holding = (optOuts: OptOuts, category: ConsentCategory): OptOut | undefined => {
  const record = optOuts[category]
  return record?.liftedAt ? undefined : record
}

/** The categories in which this wish holds, after it was recorded: none when there was nothing to take back. */
export const holdingSince = (optOuts: OptOuts, { wants, at }: ConsentNews): ConsentCategory[] =>
  consentCategories.filter((category) => {
    const record = optOuts[category]
    if (wants && (!record || isWishAlone(record))) return false
    const since = wants ? record?.liftedAt : holding(optOuts, category)?.at
    return since?.getTime() === at.getTime()
  })
