import type { MessageView } from '@waypost/contract'
import { canSeeMetaErrors } from '../http/caller.ts'
import { inboundMessageView, inboundMessageWithData } from './inbound-message-view.ts'
import type { ListedMessage } from './message-store.ts'
import { messageView, messageWithTimeline, type ViewOptions } from './message-view.ts'

/** A message of either direction as lists show it. */
export const anyMessageView = (message: ListedMessage, options: ViewOptions): MessageView =>
  message.direction === 'in' ? inboundMessageView(message) : messageView(message, options)

/** A single message: an outgoing one with its timeline, an inbound one with Meta's item for those who may see it. */
export function anyMessageDetail(message: ListedMessage, options: ViewOptions): MessageView {
  if (message.direction === 'out') return messageWithTimeline(message, options)
  return canSeeMetaErrors(options.caller) ? inboundMessageWithData(message) : inboundMessageView(message)
}
