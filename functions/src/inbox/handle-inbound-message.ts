import type { SessionServices } from '../sessions/session-services.ts'
import { afterInboundMessage, type AfterInboundMessageNeeds } from './after-inbound-message.ts'
import type { ConversationStore } from '../conversations/conversation-store.ts'
import {
  applyInboundMessage,
  knownContactOf,
  messageIdOf,
  type InboundUpdate,
} from '../conversations/apply-inbound-message.ts'
import { findConsentChange, type ConsentUpdate, type ConsentKeywords } from '../conversations/opt-out.ts'
import { isOutgoingWamid } from '../graph/wamid-key.ts'
import { readInboundItem, type InboundItem } from '../graph/inbound-item.ts'
import { asArray } from '../kernel/untrusted-json.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { inboundMessageId, sentAtOf } from '../messages/inbound-message.ts'
import type { Recipient } from '../kernel/recipient.ts'
import type { Session } from '../sessions/session.ts'
import { applied, ignored, quarantined, type ItemHandler } from './item-handler.ts'
import type { StoredInboxItem } from './inbox-store.ts'
import { unknownNumber } from './unknown-sender.ts'
import { sessionByNumber } from './session-by-number.ts'

export interface HandleInboundMessageNeeds
  extends AfterInboundMessageNeeds, Pick<SessionServices, 'sessions' | 'freshSessions'> {
  conversations: Pick<ConversationStore, 'recordMessage'>
  messages: AfterInboundMessageNeeds['messages'] & Pick<MessageStore, 'listByWamid'>
  /** What STOP and START look like. */
  consentWords: ConsentKeywords
}

/**
 * Keeps a message of a contact, with what it does to its conversation, then does what follows. What was kept before is
 * found kept, and what follows is done again: it may not have come to that.
 */
export const handleInboundMessage: ItemHandler<HandleInboundMessageNeeds> = async (inboxItem, needs) => {
  const session = await sessionByNumber(inboxItem.phoneNumberId, needs)
  if (!session) return unknownNumber(inboxItem)
  const item = readInboundItem(JSON.parse(inboxItem.item), asArray(JSON.parse(inboxItem.contacts ?? '[]')))
  const [from] = item.contact.current
  if (item.wamid === undefined) return quarantined('It has no id.')
  if (from === undefined) return quarantined('It does not say who sent it.')
  if (item.groupId !== undefined) return ignored('It was written in a group; only people are served here.')
  if ((item.kind === 'edit' || item.kind === 'revoke') && item.changes === undefined)
    return quarantined(`It does not say which message it ${item.kind === 'edit' ? 'edits' : 'deletes'}.`)
  const inbound = await inboundUpdateFrom({ ...item, wamid: item.wamid }, { from, session, inboxItem }, needs)
  const message = { id: messageIdOf(inbound), isNew: item.changes === undefined }
  const recorded = await needs.conversations.recordMessage(
    knownContactOf(inbound),
    message,
    applyInboundMessage(inbound, needs.clock.now()),
  )
  await afterInboundMessage(inbound, recorded, needs)
  return applied(`It is the message ${message.id}.`)
}

interface InboundContext {
  readonly from: Recipient
  readonly session: Session
  readonly inboxItem: StoredInboxItem
}

async function inboundUpdateFrom(
  item: InboundUpdate['item'],
  { from, session, inboxItem }: InboundContext,
  needs: HandleInboundMessageNeeds,
): Promise<InboundUpdate> {
  const { item: raw, receivedAt, position } = inboxItem
  const replyToId = await quotedId(item, session, needs)
  const received = {
    item,
    raw,
    sessionId: session.id,
    from,
    receivedAt,
    session,
    ...(position !== undefined && { position }),
  }
  const consent = consentUpdateOf(item, sentAtOf(received), needs)
  return { ...received, ...(replyToId !== undefined && { replyToId }), ...(consent && { consent }) }
}

/**
 * Our id of the message that it answers or reacts to. The contact's own may arrive later: its id follows from the wamid.
 * Undefined: it is a message that was not sent from here.
 */
async function quotedId(
  { about }: InboundItem,
  session: Session,
  { messages }: HandleInboundMessageNeeds,
): Promise<string | undefined> {
  if (!about) return undefined
  const found = await messages.listByWamid(about.wamid)
  const stored = found.find(({ sessionId }) => sessionId === session.id)
  if (stored || isOutgoingWamid(about.wamid)) return stored?.id
  return inboundMessageId(session.id, about.wamid)
}

/** A keyword such as STOP, alone in a message, on a button, or in the new text of an edited message. */
function consentUpdateOf(
  item: InboundItem,
  at: Date,
  { consentWords }: HandleInboundMessageNeeds,
): ConsentUpdate | undefined {
  if (!['text', 'button', 'interactive'].includes(item.type) || !['message', 'edit'].includes(item.kind))
    return undefined
  const change = findConsentChange(item.text, consentWords)
  return change ? { ...change, at, source: 'keyword', text: item.text } : undefined
}
