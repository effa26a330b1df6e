/** Webhooks as Meta posts them, in pieces to put together. */

/** An account and a number of it. */
export interface Sender {
  readonly wabaId: string
  readonly phoneNumberId: string
}

/** A body with one change for each value, all of field `messages`, of this sender. */
export const webhookOf =
  ({ wabaId, phoneNumberId }: Sender) =>
  (...values: readonly object[]) => ({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: wabaId,
        changes: values.map((value) => ({
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '15550783881', phone_number_id: phoneNumberId },
            ...value,
          },
        })),
      },
    ],
  })

/** The same of the sender of the tests that run without a stack. */
export const webhook = webhookOf({ wabaId: '102290129340398', phoneNumberId: '106540352242922' })

/** An account notice: one change of a field, with its time in seconds. */
export const newsOf = (wabaId: string, field: string, value: object, time = 1_772_366_400): object => ({
  object: 'whatsapp_business_account',
  entry: [{ id: wabaId, time, changes: [{ field, value }] }],
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
export const textItem = (id: string, text: string, from = '972546800360'): object => ({
  from,
  id: `wamid.in.${id}`,
  timestamp: '1772366400',
  type: 'text',
  text: { body: text },
})

/** An id in the form of ours, one for each number. */
export const messageIdOf = (number: number): string => `msg_${String(number).padStart(26, '0')}`
