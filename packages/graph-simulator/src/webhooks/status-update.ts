/**
 * A status webhook of one message, in the shape of webhook v24 and later (v23: with `conversation`).
 * Shape: developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages/status
 */
import { createHash } from 'node:crypto'
import { unixSeconds } from '../account/access-token.ts'
import { digitsOf, type PhoneNumber } from '../account/phone-number.ts'
import type { StatusStep } from '../behaviours/behaviour.ts'
import { contactEntry, showsPhone, type Contact } from '../contacts/contact.ts'
import { webhookError } from '../graph/graph-error.ts'
import type { ReceivedMessage } from '../messages/received-message.ts'
import type { WebhookUpdate } from './envelope.ts'

export interface StatusFacts {
  readonly message: Pick<ReceivedMessage, 'wamid' | 'callbackData' | 'template' | 'statuses'>
  readonly phone: PhoneNumber
  readonly contact: Contact
  readonly sentTo: 'phone' | 'bsuid'
  readonly step: StatusStep
  readonly at: Date
  readonly version: 'v23' | 'v24'
}

/** The webhook update of one status step. */
export function statusUpdate(facts: StatusFacts): WebhookUpdate {
  const { message, phone, contact, step, at } = facts
  const isFailed = step.status === 'failed'
  const status = {
    id: message.wamid,
    status: step.status,
    timestamp: String(unixSeconds(at)),
    ...recipientIds(facts),
    ...(message.callbackData !== undefined && { biz_opaque_callback_data: message.callbackData }),
    ...charges(facts),
    ...(isFailed && { errors: [webhookError(step.code ?? 131000, step.details)] }),
  }
  return {
    wabaId: phone.wabaId,
    field: 'messages',
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: digitsOf(phone.display_phone_number), phone_number_id: phone.id },
      ...(!isFailed && { contacts: [statusContact(contact, facts)] }),
      statuses: [status],
    },
  }
}

/** A failure of a message to a phone has the phone alone; all others include the user id. */
function recipientIds({ contact, sentTo, step }: StatusFacts): object {
  const phone = sentTo === 'phone' || showsPhone(contact) ? { recipient_id: contact.waId } : {}
  if (step.status === 'failed' && sentTo === 'phone') return phone
  const parent = contact.identity === 'parent_bsuid' ? { recipient_parent_user_id: contact.parentUserId } : {}
  return { ...phone, recipient_user_id: contact.userId, ...parent }
}

/** A message sent to a phone shows the phone in every status; the username appears only in delivered and read. */
function statusContact(contact: Contact, { sentTo, step }: StatusFacts): object {
  const entry = contactEntry(contact, step.status !== 'sent')
  return sentTo === 'phone' ? { ...entry, wa_id: contact.waId } : entry
}

/** Price and conversation: on `sent` and on the first of `delivered` and `read`. */
function charges({ message, step, at, version }: StatusFacts): object {
  const { status } = step
  const wasCharged = message.statuses.some(
    (earlier) => earlier.status === 'delivered' || earlier.status === 'read',
  )
  if (status !== 'sent' && !((status === 'delivered' || status === 'read') && !wasCharged)) return {}
  const category = message.template?.category.toLowerCase() ?? 'service'
  const isFree = category === 'service' && at < new Date('2026-10-01T00:00:00Z')
  const pricing = {
    billable: !isFree,
    pricing_model: 'PMP',
    category,
    type: isFree ? 'free_customer_service' : 'regular',
  }
  if (version === 'v24') return { pricing }
  const id = createHash('md5').update(message.wamid).digest('hex')
  const expires = status === 'sent' ? { expiration_timestamp: String(unixSeconds(at) + 86_400) } : {}
  return { conversation: { id, ...expires, origin: { type: category } }, pricing }
}
