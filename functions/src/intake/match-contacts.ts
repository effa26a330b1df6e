import { asObject, type JsonObject } from '../kernel/untrusted-json.ts'

/** The contacts of a change, handed out to its messages and statuses. */
export interface ContactMatcher {
  /**
   * Finds the contacts of an item: of several those that share an id with it, so that a thousand messages of a thousand
   * people do not bring a million contacts; all of them when none does.
   * @returns its contacts as JSON, nothing when there are none
   */
  of(item: JsonObject): { readonly contacts?: string }
  /** Those that no item was given. */
  unmatched(): readonly unknown[]
}

export function matchContacts(contacts: readonly unknown[]): ContactMatcher {
  const matched = new Set<unknown>()
  const take = (some: Iterable<unknown>) => {
    for (const contact of some) matched.add(contact)
    return { contacts: JSON.stringify([...some]) }
  }
  const byId = new Map<unknown, unknown[]>()
  for (const contact of contacts)
    for (const id of idsOf(asObject(contact))) byId.set(id, [...(byId.get(id) ?? []), contact])
  return {
    of(item) {
      if (contacts.length === 0) return {}
      const own = new Set(idFields.flatMap((name) => byId.get(item[name]) ?? []))
      return take(own.size === 0 ? contacts : own)
    },
    unmatched: () => contacts.filter((contact) => !matched.has(contact)),
  }
}

/** How messages (`from`) and statuses (`recipient`) name their contact. */
const idFields = ['from', 'from_user_id', 'recipient_id', 'recipient_user_id']

/** Since 2026 either of them may be absent. */
const idsOf = (contact: JsonObject): unknown[] =>
  [contact['wa_id'], contact['user_id']].filter((id) => id !== undefined)
