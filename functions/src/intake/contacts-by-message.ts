import type { JsonObject } from '../kernel/untrusted-json.ts'

/**
 * Finds the contacts that a message came with: of several those that share an id with it, so that a thousand
 * messages of a thousand people do not bring a million contacts; all of them when that tells none.
 * @returns for a message its contacts as JSON, nothing when there are none
 */
export function contactsByMessage(
  contacts: readonly unknown[],
): (message: JsonObject) => { readonly contacts?: string } {
  if (contacts.length === 0) return () => ({})
  const all = { contacts: JSON.stringify(contacts) }
  if (contacts.length === 1) return () => all
  const byId = new Map<unknown, unknown[]>()
  for (const contact of contacts)
    for (const id of idsOf(contact as JsonObject | null)) byId.set(id, [...(byId.get(id) ?? []), contact])
  return ({ from, from_user_id: userId }) => {
    const own = [...(byId.get(from) ?? []), ...(byId.get(userId) ?? [])]
    return own.length === 0 ? all : { contacts: JSON.stringify([...new Set(own)]) }
  }
}

/** Since 2026 either of them may be absent. */
const idsOf = (contact: JsonObject | null): unknown[] =>
  [contact?.['wa_id'], contact?.['user_id']].filter((id) => id !== undefined)
