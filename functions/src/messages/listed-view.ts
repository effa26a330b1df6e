import type { MessageView } from '@waypost/contract'
import { seesMeta } from '../access/caller.ts'
import { incomingView, incomingWithData } from './incoming-view.ts'
import type { ListedMessage } from './message-store.ts'
import { messageView, messageWithTimeline, type ViewOptions } from './message-view.ts'

/** A message of either direction as lists show it. */
export const listedView = (message: ListedMessage, options: ViewOptions): MessageView =>
  message.direction === 'in' ? incomingView(message) : messageView(message, options)

/** The same alone: one that was sent with its timeline, one that came in with Meta's words for those who may see them. */
export function wholeView(message: ListedMessage, options: ViewOptions): MessageView {
  if (message.direction === 'out') return messageWithTimeline(message, options)
  return seesMeta(options.caller) ? incomingWithData(message) : incomingView(message)
}
