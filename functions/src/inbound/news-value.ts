import type { StoredInboxItem } from './inbox-store.ts'

/** What a webhook's value says, read without trust: anything may be absent, numbers may be texts. */
export type NewsValue = Readonly<Record<string, unknown>>

/** Null for a value that is no object. Never throws for an item that is JSON. */
export function newsIn({ item }: Pick<StoredInboxItem, 'item'>): NewsValue | null {
  const value: unknown = JSON.parse(item)
  return isRecord(value) ? value : null
}

/** When Meta told an item, else when it came. */
export const toldAtOf = ({ toldAt, receivedAt }: StoredInboxItem): Date => toldAt ?? receivedAt

export const recordIn = (value: NewsValue, name: string): NewsValue => {
  const inner = value[name]
  return isRecord(inner) ? inner : {}
}

export const listIn = (value: NewsValue, name: string): NewsValue[] | undefined => {
  const list = value[name]
  return Array.isArray(list) ? list.filter(isRecord) : undefined
}

const MOST_CHARACTERS = 300

/** A text or a number as text, shortened; undefined when it says nothing. */
export function wordIn(value: NewsValue, name: string): string | undefined {
  const word = value[name]
  const text = typeof word === 'string' || typeof word === 'number' ? String(word).trim() : ''
  return text === '' ? undefined : text.slice(0, MOST_CHARACTERS)
}

const LATEST_SECONDS = 253_402_300_799

/** Seconds since 1970, as number or text. */
export function instantIn(value: NewsValue, name: string): Date | undefined {
  const seconds = Number(wordIn(value, name))
  return seconds > 0 && seconds <= LATEST_SECONDS ? new Date(Math.floor(seconds) * 1000) : undefined
}

const isRecord = (value: unknown): value is NewsValue =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
