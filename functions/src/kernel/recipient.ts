import { type Bsuid } from './bsuid.ts'
import type { E164 } from './phone-number.ts'

/** Whom a message goes to: a phone number in E.164, or a business-scoped user id. */
export type Recipient = E164 | Bsuid

export const isPhoneNumber = (recipient: Recipient): recipient is E164 => recipient.startsWith('+')

/** A phone number, the id of a person for one business, or that for its parent; the one that says most first. */
export const recipientKinds = ['phone', 'bsuid', 'parent'] as const
export type RecipientKind = (typeof recipientKinds)[number]

export const recipientKind = (recipient: Recipient): RecipientKind => {
  if (isPhoneNumber(recipient)) return 'phone'
  return recipient.includes('.ENT.') ? 'parent' : 'bsuid'
}

/** For sorting: the number first. */
export const byRecipientKind = (a: Recipient, b: Recipient): number =>
  recipientKinds.indexOf(recipientKind(a)) - recipientKinds.indexOf(recipientKind(b))
