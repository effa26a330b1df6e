import { fieldsOf, instantOf, textOf, type Fields } from '../kernel/loose-json.ts'
import type { StoredInboxItem } from './inbox-store.ts'

/** The value of a webhook's change; null for a value that is no object. Never throws for an item that is JSON. */
export function newsIn({ item }: Pick<StoredInboxItem, 'item'>): Fields | null {
  const value: unknown = JSON.parse(item)
  return isRecord(value) ? value : null
}

/** When Meta told an item, else when it came. */
export const toldAtOf = ({ toldAt, receivedAt }: StoredInboxItem): Date => toldAt ?? receivedAt

export const recordIn = (value: Fields, name: string): Fields => fieldsOf(value[name])

/** The objects of a list; undefined for what is no list. */
export const listIn = (value: Fields, name: string): Fields[] | undefined => {
  const list = value[name]
  return Array.isArray(list) ? list.filter(isRecord) : undefined
}

const MOST_CHARACTERS = 300

/** A text or a number as text, shortened; undefined when it says nothing. */
export function wordIn(value: Fields, name: string): string | undefined {
  const text = textOf(value[name])?.trim() ?? ''
  return text === '' ? undefined : text.slice(0, MOST_CHARACTERS)
}

/** Seconds since 1970, as number or text. */
export const instantIn = (value: Fields, name: string): Date | undefined => instantOf(value[name])

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
