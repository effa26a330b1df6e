import type { IncomingMessage } from '@waypost/contract'
import { isPhoneNumber, type Recipient } from '../kernel/recipient.ts'
import type { JsonObject } from '../kernel/untrusted-json.ts'
import { currentContent, type InboundMessage } from './inbound-message.ts'
import { parseRawItem } from './raw-item.ts'
import { mediaReason } from './message-media.ts'

/** Stored from parsed JSON, so its values are JSON. */
const asJson = (fields: JsonObject): IncomingMessage['content'] => fields as IncomingMessage['content']

/** A message of a contact as the API and customers' endpoints show it. */
export function inboundMessageView(message: InboundMessage): IncomingMessage {
  const { media, replyTo, replyToId, forwarded, extras, errors } = message
  const { type, content, text, revokedAt } = currentContent(message)
  const edits = earlierContents(message)
  return {
    id: message.id,
    direction: 'in',
    status: 'received',
    session: message.sessionId,
    conversation: message.conversationId,
    from: message.from,
    recipient: writtenRecipient(message.from),
    messageId: message.wamid,
    type,
    content: asJson(content),
    text,
    ...(media && { media: mediaView(message.id, media) }),
    ...(replyTo !== undefined && { replyTo }),
    ...(replyToId !== undefined && { replyToId }),
    ...(forwarded && { forwarded }),
    ...(extras && { extras: asJson(extras) }),
    ...(errors && { errors: errors.map(asJson) }),
    ...(edits.length > 0 && { edits }),
    ...(revokedAt && { revokedAt: revokedAt.toISOString() }),
    createdAt: message.createdAt.toISOString(),
    receivedAt: message.receivedAt.toISOString(),
  }
}

/** The same with Meta's item, for those who may see it. */
export const inboundMessageWithData = (message: InboundMessage): IncomingMessage => ({
  ...inboundMessageView(message),
  ...(message.raw !== undefined && { data: parseRawItem(message.raw) }),
})

/** How a recipient is written in a request. */
const writtenRecipient = (recipient: Recipient): IncomingMessage['recipient'] =>
  isPhoneNumber(recipient) ? recipient : { bsuid: recipient }

function mediaView(
  id: string,
  media: NonNullable<InboundMessage['media']>,
): NonNullable<IncomingMessage['media']> {
  const { state, mimeType, filename, size } = media
  const reason = mediaReason(media)
  return {
    state,
    mimeType,
    ...(filename !== undefined && { filename }),
    ...(size !== undefined && { size }),
    ...(state === 'stored' && { path: `/v1/media/${id}` }),
    ...(reason !== undefined && { reason }),
  }
}

/** The content before each edit. */
function earlierContents({
  type,
  content,
  raw,
  changes,
}: InboundMessage): NonNullable<IncomingMessage['edits']> {
  const edits = changes.filter(({ kind }) => kind === 'edit')
  const before = [
    { type, content, known: raw !== undefined },
    ...edits.map((edit) => ({ ...edit, known: true })),
  ]
  return edits.flatMap(({ at }, i) => {
    const earlier = before[i]
    return earlier?.known === true && earlier.type !== undefined
      ? [{ type: earlier.type, content: asJson(earlier.content ?? {}), until: at.toISOString() }]
      : []
  })
}
