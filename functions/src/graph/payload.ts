/**
 * One send as the body of `POST /{phone-number-id}/messages`.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
 */
import type { MessageContent } from '@waypost/contract'
import { isPhoneNumber, type Recipient } from '../kernel/recipient.ts'
import { composeContacts, type GraphContact } from './compose-contacts.ts'
import { composeInteractive, type GraphInteractive } from './compose-interactive.ts'
import { composeMedia, fileNameOf, type GraphMedia } from './compose-media.ts'
import { composeTemplate } from './compose-template.ts'
import type { GraphTemplate } from './graph-template.ts'

/** What a message says, in our words. */
export type { MessageContent } from '@waypost/contract'

/** The same in Meta's words, in the member named like the type. */
interface GraphBody {
  template: GraphTemplate
  text: { body: string; preview_url?: boolean }
  image: GraphMedia
  video: GraphMedia
  audio: GraphMedia
  document: GraphMedia
  sticker: GraphMedia
  location: ContentOf<'location'>['location']
  contacts: GraphContact[]
  interactive: GraphInteractive
  reaction: { message_id: string; emoji: string }
}

type ContentType = MessageContent['type']
type ContentOf<Type extends ContentType> = Extract<MessageContent, { type: Type }>

const composers: { [Type in ContentType]: (content: ContentOf<Type>) => GraphBody[Type] } = {
  template: ({ template }) => composeTemplate(template),
  text: ({ text: { body, previewUrl } }) => ({
    body,
    ...(previewUrl !== undefined && { preview_url: previewUrl }),
  }),
  image: ({ image }) => composeMedia(image),
  video: ({ video }) => composeMedia(video),
  audio: ({ audio }) => composeMedia(audio),
  document: ({ document }) => composeMedia({ ...fileNameOf(document.link), ...document }),
  sticker: ({ sticker }) => composeMedia(sticker),
  location: ({ location }) => location,
  contacts: ({ contacts }) => composeContacts(contacts),
  interactive: ({ interactive }) => composeInteractive(interactive),
  reaction: ({ reaction: { messageId, emoji } }) => ({ message_id: messageId, emoji }),
}

export interface GraphSend {
  readonly to: Recipient
  readonly content: MessageContent
  /** Comes back in every status of this message; 512 characters at most. */
  readonly callbackData?: string
  /** The wamid of the message that is quoted. */
  readonly replyTo?: string
}

export type GraphSendPayload = {
  messaging_product: 'whatsapp'
  recipient_type: 'individual'
  to?: string
  recipient?: string
  context?: { message_id: string }
  biz_opaque_callback_data?: string
  type: ContentType
} & Partial<GraphBody>

/** Always with the `+`: without it Meta may put the sender's own country code in front. */
export function composePayload({ to, content, callbackData, replyTo }: GraphSend): GraphSendPayload {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...(isPhoneNumber(to) ? { to } : { recipient: to }),
    ...(replyTo !== undefined && { context: { message_id: replyTo } }),
    ...(callbackData !== undefined && { biz_opaque_callback_data: callbackData }),
    type: content.type,
    [content.type]: composed(content),
  }
}

function composed<Type extends ContentType>(content: ContentOf<Type>): GraphBody[Type] {
  return composers[content.type](content)
}
