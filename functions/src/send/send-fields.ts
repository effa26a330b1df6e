import {
  contentOf,
  notifyRecipient,
  templateContentOf,
  WaypostError,
  type NotifyRequest,
  type SendRequest,
  type SendTextQuery,
  type SendTextRequest,
} from '@waypost/contract'
import type { SendFields } from './send-input.ts'

/** Reads the body of `POST /v1/whatsapp/notify`. */
export const notifyFields = (request: NotifyRequest): SendFields => ({
  ...notifyRecipient(request),
  content: { type: 'template', template: templateContentOf(request) },
  options: request,
})

/** Reads the body of `POST /v1/send`. */
export const contentFields = (request: SendRequest): SendFields => ({
  to: request.to,
  toField: '/to',
  content: contentOf(request),
  options: request,
})

/**
 * Reads the body or query of `/v1/sendText`.
 * @throws WaypostError `SESSION_REQUIRED` for an empty session: only an absent one means the default
 */
export function textFields({
  to,
  text,
  previewUrl,
  ...options
}: SendTextRequest | SendTextQuery): SendFields {
  if (options.session === '') throw new WaypostError('SESSION_REQUIRED')
  return {
    to,
    toField: '/to',
    content: { type: 'text', text: { body: text, ...(previewUrl !== undefined && { previewUrl }) } },
    options,
  }
}
