import { after } from '../kernel/clock.ts'
import type { Conversation } from './conversation.ts'

/**
 * How long after the contact's last message free-form messages are allowed: "customer service windows",
 * https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages
 */
const WINDOW_HOURS = 24

/** Until when the window is open that a message of the contact opens; an older one does not close it. */
export const windowAfterMessage = (
  { windowOpenUntil }: Pick<Conversation, 'windowOpenUntil'>,
  writtenAt: Date,
): Date => {
  const until = after(writtenAt, WINDOW_HOURS * 3600)
  return windowOpenUntil && windowOpenUntil > until ? windowOpenUntil : until
}

/**
 * A conversation whose window Meta called closed for a message that was tried at `at`. What the contact wrote since
 * counts more.
 * @returns null when that changes nothing
 */
export function withClosedWindow<T extends Pick<Conversation, 'lastInboundAt' | 'windowOpenUntil'>>(
  conversation: T,
  at: Date,
): T | null {
  const { lastInboundAt, windowOpenUntil } = conversation
  if (lastInboundAt && lastInboundAt > at) return null
  if (windowOpenUntil && windowOpenUntil <= at) return null
  return { ...conversation, windowOpenUntil: at }
}
