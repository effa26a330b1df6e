import type { SessionServices } from '../sessions/session-services.ts'
import { isId, WaypostError } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import type { UserPhone } from '../auth/user-phone.ts'
import { parsePhoneNumber, type E164 } from '../kernel/phone-number.ts'
import type { Recipient } from '../kernel/recipient.ts'
import { isBsuid } from '../kernel/bsuid.ts'
import { ownedSessions } from '../sessions/resolve-session.ts'

/** A recipient as a request writes it: a phone number, a WhatsApp user, a Firebase user, or who a conversation is with. */
export type WrittenRecipient =
  string | { readonly bsuid: string } | { readonly uid: string } | { readonly conversation: string }

/** The recipient of a request, and its JSON pointer for errors. */
export interface RecipientInput {
  readonly caller: Caller
  /** Undefined: the request names no recipient. */
  readonly to: WrittenRecipient | undefined
  readonly toField: string
  /** The country of a number in national form. */
  readonly country: string | undefined
}

export interface RecipientNeeds extends Pick<SessionServices, 'sessions'> {
  settings: { readonly defaultRecipient: string | undefined }
  userPhone: UserPhone
  conversationContact: FindConversationContact
}

/** Finds the contact of a conversation; null: no such conversation, or its contact was erased. */
export type FindConversationContact = (
  id: string,
) => Promise<{ readonly sessionId: string; readonly contact: Recipient } | null>

export interface ResolvedRecipient {
  readonly recipient: Recipient
  /** Whether the request names no recipient, so that the default one is used. */
  readonly defaultedRecipient: boolean
  /** The session of the conversation that names the recipient. */
  readonly sessionId?: string
}

/**
 * @throws WaypostError `RECIPIENT_REQUIRED`, `RECIPIENT_INVALID`, `CONVERSATION_NOT_FOUND`, or `RECIPIENT_FORBIDDEN` for a
 *   user by uid
 */
export async function resolveRecipient(
  named: RecipientInput,
  needs: RecipientNeeds,
): Promise<ResolvedRecipient> {
  const { to = needs.settings.defaultRecipient, toField, country } = named
  if (to === undefined)
    throw new WaypostError('RECIPIENT_REQUIRED', { fields: [{ path: toField, message: 'is required' }] })
  if (typeof to === 'object' && 'bsuid' in to)
    return { recipient: bsuidOf(to, toField), defaultedRecipient: false }
  if (typeof to === 'object' && 'conversation' in to) return contactOf(to.conversation, named.caller, needs)
  if (typeof to !== 'string') return { recipient: await phoneOf(to, named, needs), defaultedRecipient: false }
  const reading = parsePhoneNumber(to, country)
  if (!reading.ok) throw invalid(reading.because, toField)
  return { recipient: reading.number, defaultedRecipient: named.to === undefined }
}

/** The answer reveals the number, so plain users may not look up a recipient by uid. */
async function phoneOf(
  { uid }: { readonly uid: string },
  { caller, toField }: RecipientInput,
  { userPhone }: RecipientNeeds,
): Promise<E164> {
  if (caller.kind === 'user' && caller.role === 'plain')
    throw new WaypostError('RECIPIENT_FORBIDDEN', {
      message:
        'Only API keys and users with the role "sender" or "operator" may name a recipient by uid. Send the phone number.',
    })
  const phone = await userPhone(uid)
  if (phone === undefined)
    throw invalid('No user with this uid has a verified phone number.', `${toField}/uid`)
  return phone
}

/** The conversation's own session sends, as only that knows the contact for certain. */
async function contactOf(
  id: string,
  caller: Caller,
  { conversationContact, sessions }: RecipientNeeds,
): Promise<ResolvedRecipient> {
  const found = isId('cnv', id) ? await conversationContact(id) : null
  const owned = ownedSessions(caller, await sessions())
  if (!found || !owned.some((session) => session.id === found.sessionId))
    throw new WaypostError('CONVERSATION_NOT_FOUND', { id })
  return { recipient: found.contact, defaultedRecipient: false, sessionId: found.sessionId }
}

function bsuidOf({ bsuid }: { readonly bsuid: string }, toField: string): Recipient {
  if (isBsuid(bsuid)) return bsuid
  throw invalid(
    'Not a business-scoped user id. It is a country code, a dot, letters and digits, like US.13491208655302741918.',
    `${toField}/bsuid`,
  )
}

const invalid = (message: string, path: string): WaypostError =>
  new WaypostError('RECIPIENT_INVALID', { message, fields: [{ path, message }] })
