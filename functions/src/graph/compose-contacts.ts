import type { MessageContent } from '@waypost/contract'

type Contacts = Extract<MessageContent, { type: 'contacts' }>['contacts']

/** A contact card in Meta's words: the same members, spelled its way. */
export type GraphContact = Record<string, unknown>

/** https://developers.facebook.com/docs/whatsapp/cloud-api/messages/contacts-messages */
export const composeContacts = (contacts: Contacts): GraphContact[] => contacts.map(snakeCasedFields)

/** All names in a card are ours, so all may be converted. */
function snakeCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCased)
  return typeof value === 'object' && value !== null ? snakeCasedFields(value) : value
}

function snakeCasedFields(fields: object): GraphContact {
  return Object.fromEntries(
    Object.entries(fields).map(([name, inner]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snakeCased(inner),
    ]),
  )
}
