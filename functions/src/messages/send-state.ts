/** `resend` sends a message once more, which may double it; `fail`, the default, leaves it `unknown`. */
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
