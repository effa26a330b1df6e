import { phoneNumberVariants } from '../kernel/phone-number-variants.ts'
import {
  asArray,
  asObject,
  omitUndefined,
  asNonEmptyString,
  type JsonObject,
} from '../kernel/untrusted-json.ts'
import { byRecipientKind, isPhoneNumber, recipientKind, type Recipient } from '../kernel/recipient.ts'
import { isBsuid } from '../kernel/bsuid.ts'

/** Who an item of a webhook is about, by all the ids in it. */
export interface InboundContact {
  /** What the contact is known by now, the number first. */
  readonly current: readonly Recipient[]
  /** What it was known by before: a system message says so. */
  readonly former: readonly Recipient[]
  readonly name?: string
  readonly username?: string
}

/**
 * Reads who wrote. Since 2026 the number may be absent, and where it is, some tell the business-scoped user id in its
 * place: https://developers.facebook.com/docs/whatsapp/business-scoped-user-ids
 * @param contacts those that came with the item: the one that shares an id with it tells the rest
 */
export function readInboundContact(item: JsonObject, contacts: readonly unknown[]): InboundContact {
  const own = idsIn([item['from'], item['from_user_id'], item['from_parent_user_id']])
  const contact = contactFor(own, contacts.map(asObject))
  const { name, username } = asObject(contact['profile'])
  const changed = changedIds(asObject(item['system']))
  const all = distinct([...own, ...idsOfContact(contact), ...sharedNumber(item, own)])
  const isFormer = (id: Recipient): boolean =>
    isReplaced(id, changed.current) ||
    (changed.former.includes(id) && all.some((other) => isReplacedBy(other, id, changed.former)))
  const current = byKind([...changed.current, ...all.filter((id) => !isFormer(id))])
  return {
    current,
    former: distinct([...all, ...changed.former]).filter((id) => !current.includes(id)),
    ...omitUndefined({ name: asNonEmptyString(name), username: asNonEmptyString(username) }),
  }
}

/** The ids that belong together by an entry of `user_id_update`. */
export function readUserIdUpdate(update: JsonObject): InboundContact {
  const [user, parent] = [asObject(update['user_id']), asObject(update['parent_user_id'])]
  return {
    current: byKind(idsIn([update['wa_id'], user['current'], parent['current'], update['parent_user_id']])),
    former: idsIn([user['previous'], parent['previous']]),
  }
}

/**
 * What a system message says the contact is now, and was: `user_changed_number`, `user_changed_user_id`. Older versions
 * of the API write `new_wa_id`.
 */
const changedIds = (system: JsonObject): { current: Recipient[]; former: Recipient[] } => ({
  current: idsIn([system['wa_id'] ?? system['new_wa_id'], system['user_id'], system['parent_user_id']]),
  former: idsIn([system['customer'], system['previous_user_id'], system['previous_parent_user_id']]),
})

/** The number that a contact with a hidden number shares when we asked for it: its own, not any contact it sends. */
function sharedNumber(item: JsonObject, own: readonly Recipient[]): Recipient[] {
  if (own.some(isPhoneNumber)) return []
  const numbers = asArray(item['contacts'])
    .map(asObject)
    .filter(({ origin }) => origin === 'contact_request')
    .flatMap(({ phones }) => idsIn(asArray(phones).map((phone) => asObject(phone)['wa_id'])))
  const [number, ...others] = distinct(numbers.filter(isPhoneNumber))
  return number !== undefined && others.length === 0 ? [number] : []
}

const isReplacedBy = (other: Recipient, id: Recipient, former: readonly Recipient[]): boolean =>
  !former.includes(other) && recipientKind(other) === recipientKind(id)

/** Whether a newer id of the same kind takes its place. */
const isReplaced = (id: Recipient, newer: readonly Recipient[]): boolean =>
  !newer.includes(id) && newer.some((other) => recipientKind(other) === recipientKind(id))

/** The entry that shares an id with the item; one that is alone unless it is clearly somebody else's. */
function contactFor(own: readonly Recipient[], contacts: readonly JsonObject[]): JsonObject {
  const shared = contacts.find((contact) => idsOfContact(contact).some((id) => own.includes(id)))
  if (shared) return shared
  const [only, ...others] = contacts
  if (!only || others.length > 0) return {}
  const isOther = idsOfContact(only).some((id) =>
    own.some((one) => recipientKind(one) === recipientKind(id) && !isSameNumber(one, id)),
  )
  return isOther ? {} : only
}

const isSameNumber = (one: Recipient, other: Recipient): boolean =>
  isPhoneNumber(one) && isPhoneNumber(other) && phoneNumberVariants(one).includes(other)

const idsOfContact = ({ wa_id: waId, user_id: userId, parent_user_id: parent }: JsonObject): Recipient[] =>
  idsIn([waId, userId, parent])

/** Digits are a number, the rest is a business-scoped user id or nothing that we know. */
const idsIn = (values: readonly unknown[]): Recipient[] =>
  values.flatMap((value) => {
    const text = asNonEmptyString(value)?.trim() ?? ''
    if (isBsuid(text)) return [text]
    return /^\+?\d{5,20}$/.test(text) ? [`+${text.replace('+', '')}` as const] : []
  })

const distinct = <T>(all: readonly T[]): T[] => [...new Set(all)]
const byKind = (ids: readonly Recipient[]): Recipient[] => distinct(ids).toSorted(byRecipientKind)
