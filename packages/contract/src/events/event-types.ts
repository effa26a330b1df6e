/** All event types that customers' endpoints can receive. */
export const eventTypes = [
  'message.accepted',
  'message.sent',
  'message.delivered',
  'message.read',
  'message.failed',
  'message.held',
  'message.expired',
  'message.unknown',
  'message.received',
  'message.edited',
  'message.revoked',
  'message.app_sent',
  'call.received',
  'conversation.needs_human',
  'contact.opted_out',
  'contact.opted_in',
  'session.connected',
  'session.disconnected',
  'session.qr',
  'session.held',
  'session.resumed',
  'template.status_changed',
  'endpoint.disabled',
  'webhook.test',
] as const
/** A type of event. */
export type EventType = (typeof eventTypes)[number]
