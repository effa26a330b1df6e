import { asNonEmptyString, asObject, omitUndefined, type JsonObject } from '../kernel/untrusted-json.ts'
import type { ContactMatcher } from './match-contacts.ts'

/** The members of an object beside these; undefined when there are none. */
export function fieldsBeside(object: unknown, known: readonly string[]): JsonObject | undefined {
  const members = asObject(object)
  const others = Object.keys(members).filter((name) => !known.includes(name))
  return others.length === 0 ? undefined : Object.fromEntries(others.map((name) => [name, members[name]]))
}

/** The field under which Meta posts a list that may also stand beside `messages`. */
const fieldOfList: ReadonlyMap<string, string> = new Map([
  ['calls', 'calls'],
  ['history', 'history'],
  ['message_echoes', 'smb_message_echoes'],
  ['state_sync', 'smb_app_state_sync'],
  ['user_id_update', 'user_id_update'],
  ['user_preferences', 'user_preferences'],
])

/** What is left of the value of `messages` without its messages, statuses and errors. */
export interface OtherParts {
  /** Lists that have a field of their own: the values as Meta posts them there. */
  readonly lists: readonly { readonly field: string; readonly value: JsonObject }[]
  /** Fields that this release does not know. */
  readonly unknown?: JsonObject
}

export function otherParts(value: JsonObject, contacts: ContactMatcher): OtherParts {
  const { messaging_product: product, metadata } = value
  const others = Object.entries(fieldsBeside(value, KNOWN) ?? {})
  const lists = others.flatMap(([name, list]) => {
    const field = fieldOfList.get(name)
    const shared = omitUndefined({ messaging_product: product, metadata, contacts: value['contacts'] })
    return field === undefined ? [] : [{ field, value: { ...shared, [name]: list } }]
  })
  const unmatched = lists.length > 0 ? [] : contacts.unmatched()
  const unknown = {
    ...Object.fromEntries(others.filter(([name]) => !fieldOfList.has(name))),
    ...(isUnexpectedProduct(product) && { messaging_product: product }),
    ...(isUnexpectedMetadata(metadata) && { metadata }),
    ...(unmatched.length > 0 && { contacts: unmatched }),
  }
  return { lists, ...(Object.keys(unknown).length > 0 && { unknown }) }
}

const KNOWN = ['messaging_product', 'metadata', 'contacts', 'statuses', 'messages', 'errors']

const isUnexpectedProduct = (product: unknown): boolean => product !== undefined && product !== 'whatsapp'

/** Its number and its id are read; anything else of it is not. */
function isUnexpectedMetadata(metadata: unknown): boolean {
  if (metadata === undefined) return false
  const isObject = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)
  const { display_phone_number: number, phone_number_id: id, ...others } = asObject(metadata)
  const isRead = [number, id].every((one) => one === undefined || asNonEmptyString(one) !== undefined)
  return !isObject || !isRead || Object.keys(others).length > 0
}
