import { after } from '../kernel/clock.ts'
import { phoneNumberVariants } from '../kernel/phone-number-variants.ts'
import type { E164 } from '../kernel/phone-number.ts'
import { byRecipientKind, isPhoneNumber, recipientKind, type Recipient } from '../kernel/recipient.ts'
import { type Bsuid } from '../kernel/bsuid.ts'
import { conversationIdOf } from '../messages/conversation-id.ts'
import type { Conversation, Identity } from './conversation.ts'

/** What an event of Meta says of a contact, as identities: the current ones first. The former ones were known before it. */
export const identitiesFrom = (
  { current, former }: { readonly current: readonly Recipient[]; readonly former: readonly Recipient[] },
  at: Date,
): Identity[] => [
  ...current.map((of) => ({ of, since: at, seenAt: at })),
  ...former.map((of) => ({ of, since: after(at, -0.001) })),
]

/** What a contact is known by now. */
export interface Contact {
  readonly phone?: E164
  /** WhatsApp's id of the account: the digits of the number it writes from. */
  readonly waId?: string
  readonly bsuid?: Bsuid
  /** That of the business's parent. */
  readonly parentBsuid?: Bsuid
}

/** The identities a contact was met under last; a number that it was only written to counts while there is no other. */
export function contactOf(identities: readonly Identity[]): Contact {
  const bySeen = identities.toSorted(byLastSeen).map(({ of }) => of)
  const phone = bySeen.findLast(isPhoneNumber)
  const bsuid = bySeen.findLast((of): of is Bsuid => recipientKind(of) === 'bsuid')
  const parentBsuid = bySeen.findLast((of): of is Bsuid => recipientKind(of) === 'parent')
  return {
    ...(phone && { phone, waId: phone.slice(1) }),
    ...(bsuid && { bsuid }),
    ...(parentBsuid && { parentBsuid }),
  }
}

/** Where to write to a contact: its number while that is known, as a template may need one. */
export const preferredRecipient = (identities: readonly Identity[]): Recipient | undefined => {
  const { phone, bsuid, parentBsuid } = contactOf(identities)
  return phone ?? bsuid ?? parentBsuid
}

/**
 * The id of the conversation of a contact with these identities, and the ids that lead to it, the newest first: of its
 * other identities, and of the other spellings of its numbers. Independent of the order in which we learned of them.
 */
export function conversationIdsFor(
  sessionId: string,
  identities: readonly Identity[],
): { id: string; otherIds: string[] } {
  const inOrder = identities.toSorted(bySince).map(({ of }) => of)
  const spelled = inOrder.flatMap((of) => (isPhoneNumber(of) ? phoneNumberVariants(of) : []))
  const all = new Set([...inOrder, ...spelled].map((of) => conversationIdOf(sessionId, of)))
  const [id = '', ...others] = all
  return { id, otherIds: others.toReversed() }
}

/** Firestore takes as many values in one query. */
const MAX_IDS = 30

/** Every id that messages of a conversation may name it by; of very many the newest. */
export const allConversationIds = ({ id, otherIds }: Pick<Conversation, 'id' | 'otherIds'>): string[] =>
  [id, ...otherIds].slice(0, MAX_IDS)

/** Both lists as one: known since the earlier, seen at the later. The same in any order and however often. */
export function mergeIdentities(...lists: readonly (readonly Identity[])[]): Identity[] {
  const known = new Map<Recipient, Identity>()
  for (const identity of lists.flat()) {
    const before = known.get(identity.of)
    known.set(identity.of, before ? mergeIdentity(before, identity) : identity)
  }
  return [...known.values()].toSorted(bySince)
}

function mergeIdentity(a: Identity, b: Identity): Identity {
  const seenAt = laterDate(a.seenAt, b.seenAt)
  return { of: a.of, since: a.since < b.since ? a.since : b.since, ...(seenAt && { seenAt }) }
}

/** The later of two instants, either of which may be missing. */
export const laterDate = (a: Date | undefined, b: Date | undefined): Date | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a

const byWord = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
/** The oldest first; at the same time the phone number first, as most sends use it. */
const bySince = (a: Identity, b: Identity): number =>
  a.since.getTime() - b.since.getTime() || byRecipientKind(a.of, b.of) || byWord(a.of, b.of)
const byLastSeen = (a: Identity, b: Identity): number =>
  (a.seenAt?.getTime() ?? -1) - (b.seenAt?.getTime() ?? -1) ||
  a.since.getTime() - b.since.getTime() ||
  byWord(a.of, b.of)
