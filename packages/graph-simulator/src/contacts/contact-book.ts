/** Finding and making contacts. */
import type { SimulatorContext } from '../simulator-state.ts'
import { newContact, type Contact } from './contact.ts'

/** The contact with this wa_id; made up, with the identity of the settings, when it is new. */
export function contactOf({ state, config }: SimulatorContext, waId: string): Contact {
  const known = state.contacts.get(waId)
  if (known) return known
  const contact = newContact(waId, config.appId, state.settings.identity)
  state.contacts.set(waId, contact)
  return contact
}

/** The contact with this business-scoped user id or parent id. */
export function contactByUserId({ state }: SimulatorContext, userId: string): Contact | undefined {
  return [...state.contacts.values()].find(
    (contact) => contact.userId === userId || contact.parentUserId === userId,
  )
}

/** Gives a person another number, and with it another user id, as WhatsApp does. */
export function moveContact({ state, config }: SimulatorContext, contact: Contact, waId: string): void {
  const { userId, parentUserId } = newContact(waId, config.appId, contact.identity)
  state.contacts.delete(contact.waId)
  Object.assign(contact, { waId, userId, parentUserId })
  state.contacts.set(waId, contact)
}

/** Notes that a person wrote: opens the 24 h service window with this phone number. */
export function openWindow({ state, clock }: SimulatorContext, phoneNumberId: string, waId: string): void {
  state.lastInboundAt.set(`${phoneNumberId} ${waId}`, clock.now().getTime())
}

/** Has the person written to this phone number within 24 hours? */
export function isWindowOpen(
  { state, clock }: SimulatorContext,
  phoneNumberId: string,
  waId: string,
): boolean {
  const at = state.lastInboundAt.get(`${phoneNumberId} ${waId}`)
  return at !== undefined && clock.now().getTime() - at < 24 * 3600 * 1000
}
