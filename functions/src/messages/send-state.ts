/** What to do when Meta's answer is lost: `resend` may duplicate a message, `fail` may lose one. The sender chooses. */
export type IfUnknown = 'resend' | 'fail'

export type HeldBy = 'session' | 'template'

/** Where the dispatcher is with a message. */
export const sendings = [
  'queued',
  'sending',
  'accepted',
  'errored',
  'unknown',
  'held',
  'failed',
  'cancelled',
  'expired',
  'suppressed',
] as const

export type Sending = (typeof sendings)[number]
