import type { ConsentSource, OptOut, OptOuts } from './conversation.ts'
import { normalizeText } from '../search/normalize-text.ts'
import { marketingOptOutKeywords, optInKeywords, optOutKeywords } from './opt-out-words.ts'

/**
 * What a contact does not want: `marketing` is advertising, `all` is everything that we begin, one-time codes included.
 * STOP means `all`. WhatsApp's own switch and Meta's 131050 mean `marketing`.
 */
export const consentCategories = ['marketing', 'all'] as const
export type ConsentCategory = (typeof consentCategories)[number]

/** An opt-out from a category, or an opt-in (again). */
export interface ConsentChange {
  readonly wants: boolean
  readonly category: ConsentCategory
}

/** Normalised whole messages and the change they mean. */
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

/** The consent change that a whole message means; null: none. */
export const findConsentChange = (text: string, words: ConsentKeywords): ConsentChange | null =>
  text.length > MAX_KEYWORD_LENGTH ? null : (words.get(normalizeText(text)) ?? null)

/** A consent change with its time and source. */
export interface ConsentUpdate extends ConsentChange {
  readonly at: Date
  readonly source: ConsentSource
  /** What was written, or what Meta said. */
  readonly text?: string
}

/**
 * The opt-outs after a change. The later change applies, in any order of arrival. Idempotent. Wanting `all` lifts both categories.
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

/** Keeps the last opt-out, and the last opt-in if later. Within one second the opt-out applies. */
function applyOptOut(record: OptOut | undefined, { at, source, text }: ConsentRecordInput): OptOut {
  if (record && !isOptInOnly(record) && at <= record.at) return record
  const liftedAt = record?.liftedAt && record.liftedAt > at ? { liftedAt: record.liftedAt } : {}
  return { at, source, ...(text !== undefined && { text: text.slice(0, MAX_KEYWORD_LENGTH) }), ...liftedAt }
}

/** An opt-in is stored even without an opt-out: an older opt-out may arrive later and must not apply. */
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

/** The categories in which this change applies after it was recorded; none when there was nothing to lift. */
export const optedOutSince = (optOuts: OptOuts, { wants, at }: ConsentUpdate): ConsentCategory[] =>
  consentCategories.filter((category) => {
    const record = optOuts[category]
    if (wants && (!record || isOptInOnly(record))) return false
    const since = wants ? record?.liftedAt : isOptedOut(optOuts, category)?.at
    return since?.getTime() === at.getTime()
  })
