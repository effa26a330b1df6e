import {
  docsPath,
  errorCatalogue,
  type MessageFault,
  type OutgoingMessage,
  type TimelineEntry as TimelineEntryView,
} from '@waypost/contract'
import { textFor } from './message-error.ts'
import { canSeeMetaErrors, type Caller } from '../http/caller.ts'
import type { MessageContent } from '../graph/payload.ts'
import type { Message, MessageError } from './message.ts'
import { isDeliveredAfterFailure, messageStatus } from './message-status.ts'
import { carriesCode } from './message-category.ts'
import { parseRawItem } from './raw-item.ts'
import { sortTimeline, type TimelineEntry } from './timeline.ts'

export interface ViewOptions {
  readonly caller: Caller
  /** Base URL of the docs; ends with a slash. */
  readonly docsUrl: string
}

/** A message as the API shows it in a list. */
export function messageView(message: Message, { caller, docsUrl }: ViewOptions): OutgoingMessage {
  const {
    id,
    direction,
    sessionId,
    to,
    wamid,
    content,
    mode,
    metadata,
    attempt,
    createdAt,
    notAfter,
    wakeAt,
    error,
  } = message
  const status = messageStatus(message)
  const waits = status === 'queued' || status === 'errored'
  return {
    id,
    direction,
    status,
    ...(message.source && { source: message.source }),
    session: sessionId,
    recipient: to,
    ...(wamid !== undefined && { messageId: wamid }),
    type: content.type,
    content: shownContent(content),
    ...(message.replaced && { replaced: shownContent(message.replaced) }),
    ...(message.replyTo !== undefined && { replyTo: message.replyTo }),
    mode,
    metadata: { ...metadata },
    attempts: attempt,
    createdAt: createdAt.toISOString(),
    notAfter: notAfter.toISOString(),
    ...(waits && wakeAt && { retryAt: wakeAt.toISOString() }),
    ...(error && status === message.sending && { error: faultView(error, { caller, docsUrl }) }),
    ...(isDeliveredAfterFailure(message) && { reason: 'Delivered after a failure had been reported.' }),
  }
}

/** The same with its timeline, oldest first. */
export const messageWithTimeline = (message: Message, options: ViewOptions): OutgoingMessage => ({
  ...messageView(message, options),
  timeline: sortTimeline(message.timeline).map((entry) => entryView(entry, options.caller)),
})

function faultView({ code, message, meta }: MessageError, { caller, docsUrl }: ViewOptions): MessageFault {
  return {
    code,
    message: textFor(message, caller),
    retry: errorCatalogue[code].retry,
    docs: `${docsUrl}${docsPath(code)}`,
    ...(meta && canSeeMetaErrors(caller) && { meta }),
  }
}

function entryView(entry: TimelineEntry, caller: Caller): TimelineEntryView {
  const { source, at, status, attempt } = entry
  const shared = { at: at.toISOString(), status, source, attempt }
  if (entry.source === 'meta')
    return {
      ...shared,
      messageId: entry.wamid,
      ...(canSeeMetaErrors(caller) && { data: parseRawItem(entry.raw) }),
    }
  return {
    ...shared,
    ...(entry.note !== undefined && { reason: textFor(entry.note, caller) }),
    ...(entry.code !== undefined && { code: entry.code }),
  }
}

/** The content as the request wrote it; a one-time code is masked. */
function shownContent(content: MessageContent): OutgoingMessage['content'] {
  if (content.type === 'contacts') return { contacts: content.contacts }
  const said = (content as unknown as Record<string, OutgoingMessage['content']>)[content.type]
  if (content.type !== 'template' || !carriesCode(content.template)) return said
  const { templateName, languageCode } = content.template
  return { templateName, languageCode, oneTimeCode: '••••••' }
}
