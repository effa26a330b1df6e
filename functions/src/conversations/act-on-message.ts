import type { RaiseEvent } from '../sessions/raise-event.ts'
import { incomingView } from '../messages/incoming-view.ts'
import type { KeepMedia } from '../messages/keep-media.ts'
import { cancelOnReply, type CancelOnReplyNeeds } from './cancel-on-reply.ts'
import { consentEvents } from './consent-events.ts'
import { needsHumanEvent } from './needs-human-event.ts'
import type { Recorded } from './conversation-store.ts'
import type { Heard } from './hear.ts'

export interface ActOnMessageNeeds extends CancelOnReplyNeeds {
  /** Has the file of a message fetched. */
  keepMedia: KeepMedia
  /** Tells customers. */
  raiseEvent: RaiseEvent
}

/**
 * What follows once a message of a contact is kept: reminders are called back, its file is fetched, customers hear of it.
 * Each of them done twice is done once, so that all are done again when one failed.
 */
export async function actOnMessage(
  heard: Heard,
  recorded: Recorded,
  needs: ActOnMessageNeeds,
): Promise<void> {
  const { message, conversation } = recorded
  const { kind } = heard.item
  if (kind === 'message') await cancelOnReply(conversation, heard.receivedAt, needs)
  await needs.keepMedia(message)
  if (kind !== 'message' && kind !== 'reaction') return
  await needs.raiseEvent({
    type: 'message.received',
    words: [message.id],
    sessionId: message.sessionId,
    conversationId: conversation.id,
    at: message.createdAt,
    data: { ...incomingView(message) },
  })
  if (kind === 'reaction') return
  if (heard.wish)
    for (const event of consentEvents(conversation, heard.wish, message.from)) await needs.raiseEvent(event)
  if (conversation.state === 'needs_human')
    await needs.raiseEvent(needsHumanEvent(conversation, heard.receivedAt))
}
