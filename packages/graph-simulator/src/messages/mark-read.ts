/**
 * `POST /{phone-number-id}/messages` with `status: "read"`: marks as read, optionally with a typing indicator.
 * developers.facebook.com/docs/whatsapp/cloud-api/guides/mark-message-as-read and …/typing-indicators
 */
import { oneOf, optionalPart, text, type JsonPart } from '../graph/json-part.ts'

/** Whether a body is a read receipt instead of a message. */
export function isReadReceipt(body: JsonPart): boolean {
  return body.value['status'] !== undefined
}

/** Checks a read receipt and gives Meta's answer. */
export function markRead(body: JsonPart): { success: true } {
  oneOf(body, 'messaging_product', ['whatsapp'])
  oneOf(body, 'status', ['read'])
  text(body, 'message_id')
  const typing = optionalPart(body, 'typing_indicator')
  if (typing) oneOf(typing, 'type', ['text'])
  return { success: true }
}
