import { asObject, asDate, asNonEmptyString, type JsonObject } from '../kernel/untrusted-json.ts'
import type { StoredInboxItem } from './inbox-store.ts'

/** The value of a webhook's change; null for a value that is no object. Never throws for an item that is JSON. */
export function changeValue({ item }: Pick<StoredInboxItem, 'item'>): JsonObject | null {
  const value: unknown = JSON.parse(item)
  return isRecord(value) ? value : null
}

/** The time that Meta reports, else when the item was received. */
export const reportedAt = ({ toldAt, receivedAt }: StoredInboxItem): Date => toldAt ?? receivedAt

export const objectField = (value: JsonObject, name: string): JsonObject => asObject(value[name])

/** The objects of a list; undefined for what is no list. */
export const arrayField = (value: JsonObject, name: string): JsonObject[] | undefined => {
  const list = value[name]
  return Array.isArray(list) ? list.filter(isRecord) : undefined
}

const MAX_CHARACTERS = 300

/** A text or a number as text, shortened; undefined when it says nothing. */
export function stringField(value: JsonObject, name: string): string | undefined {
  const text = asNonEmptyString(value[name])?.trim() ?? ''
  return text === '' ? undefined : text.slice(0, MAX_CHARACTERS)
}

/** Seconds since 1970, as number or text. */
export const dateField = (value: JsonObject, name: string): Date | undefined => asDate(value[name])

const isRecord = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
