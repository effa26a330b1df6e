/** Webhooks as Meta posts them, in pieces to put together. */

/** A body with one change for each value, all of field `messages` unless they name another. */
export const webhook = (...values: readonly object[]): object => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '102290129340398',
      changes: values.map((value) => ({
        field: 'messages',
        value: { messaging_product: 'whatsapp', metadata: { phone_number_id: '106540352242922' }, ...value },
      })),
    },
  ],
})

export interface StatusAbout {
  readonly messageId: string
  readonly status: string
  readonly attempt?: number
  /** Seconds. */
  readonly timestamp?: unknown
}

/** A status of one of our messages. */
export const statusItem = ({
  messageId,
  status,
  attempt = 1,
  timestamp = '1772366400',
}: StatusAbout): object => ({
  id: `wamid.${messageId}.${String(attempt)}`,
  status,
  timestamp,
  recipient_id: '972546800360',
  biz_opaque_callback_data: `w1:${messageId}:${String(attempt)}:`,
})

/** A message that somebody sent us. */
export const textItem = (id: string, text: string): object => ({
  from: '972546800360',
  id: `wamid.in.${id}`,
  timestamp: '1772366400',
  type: 'text',
  text: { body: text },
})

/** An id in the form of ours, one for each number. */
export const messageIdOf = (number: number): string => `msg_${String(number).padStart(26, '0')}`
