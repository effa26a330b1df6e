import { asObject, asNonEmptyString, type JsonObject } from '../kernel/untrusted-json.ts'

type Ids = Readonly<Record<string, string>>

/**
 * Reads the ids of the recipients of statuses.
 * @param contacts those of the same webhook
 * @returns for the first status about a person the ids of its recipient as JSON, the same in every webhook, so that they
 *   are stored once; undefined for the others, and where it names no business-scoped user id beside another id
 * @see https://developers.facebook.com/docs/whatsapp/business-scoped-user-ids
 */
export function recipientIdentities(contacts: readonly unknown[]): (status: unknown) => string | undefined {
  const byId = new Map<string, Ids>()
  for (const entry of contacts) {
    const { wa_id, user_id, parent_user_id } = asObject(entry)
    const ids = textsOf({ wa_id, user_id, parent_user_id })
    for (const id of Object.values(ids)) byId.set(id, ids)
  }
  const seen = new Set<string>()
  return (status) => {
    const { recipient_id, recipient_user_id, recipient_parent_user_id } = asObject(status)
    // The common case, once for each status: no one has a user id.
    if (byId.size === 0 && recipient_user_id === undefined && recipient_parent_user_id === undefined)
      return undefined
    const person = [recipient_id, recipient_user_id, recipient_parent_user_id].join(' ')
    if (seen.has(person)) return undefined
    seen.add(person)
    const own = textsOf({
      from: recipient_id,
      from_user_id: recipient_user_id,
      from_parent_user_id: recipient_parent_user_id,
    })
    const contact = Object.values(own)
      .map((id) => byId.get(id))
      .find((ids) => ids !== undefined)
    const ids = new Set([...Object.values(own), ...Object.values(contact ?? {})])
    if (ids.size < 2 || [...ids].every(isNumber)) return undefined
    return JSON.stringify({ ...own, ...(contact && { contact }) })
  }
}

const textsOf = (values: JsonObject): Ids =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const id = asNonEmptyString(value)
      return id === undefined ? [] : [[name, id] as const]
    }),
  )

const isNumber = (id: string): boolean => /^\+?\d+$/.test(id)
