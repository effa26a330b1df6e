import { actOnMessage, type ActOnMessageNeeds } from '../conversations/act-on-message.ts'
import type { ConversationStore } from '../conversations/conversation-store.ts'
import { hear, knownBy, messageIdOf, type Heard } from '../conversations/hear.ts'
import { optOutChange, type ConsentNews, type ConsentWords } from '../conversations/opt-out.ts'
import { readInboundItem, type InboundItem } from '../graph/inbound-item.ts'
import { listOf } from '../kernel/loose-json.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { inboundMessageId, writtenAt } from '../messages/inbound-message.ts'
import type { Recipient } from '../kernel/recipient.ts'
import type { Session } from '../sessions/session.ts'
import { done, kept, quarantined, type Follow } from './follow.ts'
import type { StoredInboxItem } from './inbox-store.ts'
import { sessionOfNumber, type SessionOfNumberNeeds } from './session-of-number.ts'

export interface FollowMessageNeeds extends ActOnMessageNeeds, SessionOfNumberNeeds {
  conversations: Pick<ConversationStore, 'record'>
  messages: ActOnMessageNeeds['messages'] & Pick<MessageStore, 'byWamid'>
  /** What STOP and START look like. */
  consentWords: ConsentWords
}

/**
 * Keeps a message of a contact, with what it does to its conversation, then does what follows. What was kept before is
 * found kept, and what follows is done again: it may not have come to that.
 */
export const followMessage: Follow<FollowMessageNeeds> = async (inboxItem, needs) => {
  const session = await sessionOfNumber(inboxItem.phoneNumberId, needs)
  if (!session)
    return kept(`The number ${inboxItem.phoneNumberId || 'it does not name'} is of no session here.`)
  const item = readInboundItem(JSON.parse(inboxItem.item), listOf(JSON.parse(inboxItem.contacts ?? '[]')))
  const [from] = item.contact.current
  if (item.wamid === undefined) return quarantined('It has no id.')
  if (from === undefined) return quarantined('It does not say who sent it.')
  if (item.groupId !== undefined) return kept('It was written in a group; only people are served here.')
  if ((item.kind === 'edit' || item.kind === 'revoke') && item.changes === undefined)
    return quarantined(`It does not say which message it ${item.kind === 'edit' ? 'edits' : 'deletes'}.`)
  const heard = await heardFrom({ ...item, wamid: item.wamid }, { from, session, inboxItem }, needs)
  const message = { id: messageIdOf(heard), isNew: item.changes === undefined }
  const recorded = await needs.conversations.record(knownBy(heard), message, hear(heard, needs.clock.now()))
  await actOnMessage(heard, recorded, needs)
  return done(`It is the message ${message.id}.`)
}

interface Circumstances {
  readonly from: Recipient
  readonly session: Session
  readonly inboxItem: StoredInboxItem
}

async function heardFrom(
  item: Heard['item'],
  { from, session, inboxItem }: Circumstances,
  needs: FollowMessageNeeds,
): Promise<Heard> {
  const { item: raw, receivedAt } = inboxItem
  const replyToId = await quotedId(item, session, needs)
  const received = { item, raw, sessionId: session.id, from, receivedAt, session }
  const wish = wishOf(item, writtenAt(received), needs)
  return { ...received, ...(replyToId !== undefined && { replyToId }), ...(wish && { wish }) }
}

/** Our id of the message it answers: the contact's own by its name, one of ours where Meta's id is known. */
async function quotedId(
  { about, contact }: InboundItem,
  session: Session,
  { messages }: FollowMessageNeeds,
): Promise<string | undefined> {
  if (!about) return undefined
  const own = [...contact.current, ...contact.former].some(
    (id) => about.from !== undefined && id.endsWith(about.from),
  )
  if (own) return inboundMessageId(session.id, about.wamid)
  const sent = await messages.byWamid(about.wamid)
  return sent?.sessionId === session.id ? sent.id : undefined
}

/** A word for STOP or START, alone in a message or on a button. */
function wishOf(item: InboundItem, at: Date, { consentWords }: FollowMessageNeeds): ConsentNews | undefined {
  if (!['text', 'button', 'interactive'].includes(item.type) || item.kind !== 'message') return undefined
  const change = optOutChange(item.text, consentWords)
  return change ? { ...change, at, source: 'keyword', text: item.text } : undefined
}
