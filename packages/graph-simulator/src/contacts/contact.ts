/**
 * People with WhatsApp, as the business can see them.
 * Since 2026 a phone number may be hidden behind a username: "Business-scoped user ids" in Meta's documentation.
 */
import { bsuidOf, parentBsuidOf } from '../ids.ts'
import type { IdentityMode } from '../settings.ts'

export interface Contact {
  waId: string
  userId: string
  parentUserId: string
  name: string
  username: string
  identity: IdentityMode
}

/** A person with ids derived from the number: the same person after every restart. */
export function newContact(waId: string, portfolio: string, identity: IdentityMode): Contact {
  return {
    waId,
    userId: bsuidOf(waId, portfolio),
    parentUserId: parentBsuidOf(waId),
    name: `Contact ${waId.slice(-4)}`,
    username: `contact.${waId.slice(-4)}`,
    identity,
  }
}

export function showsPhone({ identity }: Contact): boolean {
  return identity !== 'username_only'
}

export function showsUsername({ identity }: Contact): boolean {
  return identity === 'username_with_phone' || identity === 'username_only'
}

/** An entry of `contacts[]` in a webhook. */
export function contactEntry(contact: Contact, withUsername: boolean): object {
  return {
    profile: {
      name: contact.name,
      ...(withUsername && showsUsername(contact) && { username: contact.username }),
    },
    ...(showsPhone(contact) && { wa_id: contact.waId }),
    user_id: contact.userId,
    ...(contact.identity === 'parent_bsuid' && { parent_user_id: contact.parentUserId }),
  }
}
