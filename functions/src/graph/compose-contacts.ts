import type { MessageContent } from '@waypost/contract'

type Contacts = Extract<MessageContent, { type: 'contacts' }>['contacts']

/** A contact card in Meta's words: the same members, spelled its way. */
export type GraphContact = Record<string, unknown>

/** https://developers.facebook.com/docs/whatsapp/cloud-api/messages/contacts-messages */
export const composeContacts = (contacts: Contacts): GraphContact[] =>
  contacts.map((contact) => snakeCased(contact) as GraphContact)

/** All names in a card are ours, so all may be converted. */
function snakeCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCased)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snakeCased(inner),
    ]),
  )
}
