import { WaypostError } from '@waypost/contract'
import type { Recipient } from '../kernel/recipient.ts'
import type { Caller } from './caller.ts'

/**
 * Whom a plain signed-in user may message: `claim` and `self` only the number Firebase verified for
 * them, `any` everybody. Senders, operators and API keys may message any number.
 */
export const notifyPolicies = ['self', 'claim', 'any'] as const
export type NotifyPolicy = (typeof notifyPolicies)[number]

/** @throws WaypostError `RECIPIENT_FORBIDDEN` when this caller may not message this recipient */
export function checkRecipientAllowed(caller: Caller, recipient: Recipient, policy: NotifyPolicy): void {
  if (caller.kind === 'key' || caller.role !== 'plain' || policy === 'any') return
  if (caller.phoneNumber === undefined)
    throw new WaypostError('RECIPIENT_FORBIDDEN', {
      message:
        'You may message only your own verified phone number, and this account has none. Sign in with phone, or ask an operator for the role "sender".',
    })
  if (caller.phoneNumber !== recipient)
    throw new WaypostError('RECIPIENT_FORBIDDEN', {
      message:
        'You may message only your own verified phone number. An operator can give this account the role "sender".',
    })
}
