/** A document as the extension took it. */
export interface TwilioMessage {
  to: string
  body: string
  from?: string
  mediaUrls?: string[]
}

/** A template that Meta approved, with one place for the text: `{{1}}`. */
const TEMPLATE = { name: 'plain_notice', language: 'en_US' }

/** The same message for Waypost's outbox. `inWindow`: the contact wrote within 24 hours, so free text is allowed. */
export function outboxFromTwilio({ to, body }: TwilioMessage, inWindow: boolean): Record<string, unknown> {
  return {
    to: to.replace(/^whatsapp:/, ''),
    ...(inWindow
      ? { message: { type: 'text', text: { body } } }
      : { template: { ...TEMPLATE, parameters: [body] } }),
  }
}
