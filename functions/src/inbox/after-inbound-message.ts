import type { EventServices } from '../events/publish-event.ts'
import { omitMissingReplies } from '../messages/omit-missing-replies.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { inboundMessageView } from '../messages/inbound-message-view.ts'
import type { EnqueueMediaDownload } from '../media/enqueue-media-download.ts'
import { cancelOnReply, type CancelOnReplyNeeds } from '../conversations/cancel-on-reply.ts'
import { consentEvents } from '../consent/consent-events.ts'
import { needsHumanEvent } from '../conversations/needs-human-event.ts'
import { contactOf } from '../conversations/contact-identities.ts'
import type { Conversation } from '../conversations/conversation.ts'
import { sentAtOf } from '../messages/inbound-message.ts'
import type { RecordedMessage } from '../conversations/conversation-store.ts'
import type { InboundUpdate } from '../conversations/apply-inbound-message.ts'

export interface AfterInboundMessageNeeds extends CancelOnReplyNeeds, Pick<EventServices, 'publishEvent'> {
  messages: CancelOnReplyNeeds['messages'] & Pick<MessageStore, 'findAny'>
  /** Has the file of a message fetched. */
  enqueueMediaDownload: EnqueueMediaDownload
}

/**
 * Runs after an inbound message is stored: cancels reminders, enqueues its media download, publishes the event.
 * Each step is idempotent, so all of them run again when one failed.
 */
export async function afterInboundMessage(
  inbound: InboundUpdate,
  recorded: RecordedMessage,
  needs: AfterInboundMessageNeeds,
): Promise<void> {
  const { message, conversation } = recorded
  const { kind } = inbound.item
  const reply = { at: inbound.receivedAt, reason: 'Cancelled: the contact replied.' }
  if (kind === 'message') await cancelOnReply(conversation, reply, needs)
  await needs.enqueueMediaDownload(message)
  if (kind === 'system') return publishConsent(inbound, recorded, needs)
  const [shown = message] = await omitMissingReplies([message], needs)
  const isChange = kind === 'edit' || kind === 'revoke'
  await needs.publishEvent({
    type: isChange ? changeEvents[kind] : 'message.received',
    dedupeKey: isChange ? [message.id, inbound.item.wamid] : [message.id],
    sessionId: message.sessionId,
    conversationId: conversation.id,
    at: isChange ? sentAtOf(inbound) : message.createdAt,
    data: { ...inboundMessageView(shown), contact: eventContact(conversation) },
  })
  if (kind === 'reaction') return
  await publishConsent(inbound, recorded, needs)
  if (kind !== 'message') return
  if (conversation.state === 'needs_human')
    await needs.publishEvent(needsHumanEvent(conversation, inbound.receivedAt))
}

async function publishConsent(
  { consent }: InboundUpdate,
  { conversation, message }: RecordedMessage,
  { publishEvent }: AfterInboundMessageNeeds,
): Promise<void> {
  if (!consent) return
  for (const event of consentEvents(conversation, consent, message.from)) await publishEvent(event)
}

const changeEvents = { edit: 'message.edited', revoke: 'message.revoked' } as const

/** All that is known of the sender: an endpoint need not ask for it. */
const eventContact = ({ identities, name, username }: Conversation) => ({
  ...contactOf(identities),
  ...(name && { name: name.value }),
  ...(username && { username: username.value }),
})
