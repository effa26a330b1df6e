/**
 * Where a message is. `accepted` = Meta answered 200 (never called sent); `errored` = will be tried again;
 * `unknown` = may have been sent, being settled; `held` = waits for a repair of its session or template.
 */
export const messageStatuses = [
  'queued',
  'sending',
  'accepted',
  'sent',
  'delivered',
  'read',
  'played',
  'errored',
  'unknown',
  'held',
  'failed',
  'cancelled',
  'expired',
  'suppressed',
] as const

/** The status of an outbound message. */
export type MessageStatus = (typeof messageStatuses)[number]
