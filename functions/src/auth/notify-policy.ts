import { WaypostError } from '@waypost/contract'
import type { Recipient } from '../kernel/recipient.ts'
import type { Caller } from '../http/caller.ts'

/**
 * Whom a plain signed-in user may message: `claim` and `self` only the number Firebase verified for
 * them, `any` everybody. Senders, operators and API keys may message any number.
 */
export const notifyPolicies = ['self', 'claim', 'any'] as const
export type NotifyPolicy = (typeof notifyPolicies)[number]

/** The same, template by template. */
export interface NotifyRules {
  /** Of what is not listed; `none`: it may not be sent at all. */
  readonly others: NotifyPolicy | 'none'
  /** By name of the template. */
  readonly templates: Readonly<Record<string, NotifyPolicy | 'none'>>
}

/** Whether the rules say anything of a caller at all. */
export const isPolicyRestricted = (caller: Caller): boolean =>
  caller.kind === 'user' && caller.role === 'plain'

/** A plain user's send: template and recipient. */
export interface Notification {
  readonly recipient: Recipient
  /** The recipient of notifications without one: every sender may message it. */
  readonly isDefaultRecipient: boolean
  /** Names of the templates that may be sent; undefined: something else. */
  readonly templates: readonly (string | undefined)[]
}

/**
 * @throws WaypostError `FORBIDDEN` for a template that plain users may not send, `RECIPIENT_FORBIDDEN` for somebody
 *   they may not message
 */
export function assertNotificationAllowed(
  caller: Caller,
  notification: Notification,
  rules: NotifyRules,
): void {
  if (!isPolicyRestricted(caller)) return
  for (const template of notification.templates) {
    const policy = policyFor(template, rules)
    if (policy === 'none') throw templateForbiddenError(template)
    checkRecipientAllowed(caller, notification.recipient, notification.isDefaultRecipient ? 'any' : policy)
  }
}

const policyFor = (template: string | undefined, { others, templates }: NotifyRules): NotifyPolicy | 'none' =>
  (template !== undefined && Object.hasOwn(templates, template) ? templates[template] : undefined) ?? others

const templateForbiddenError = (template: string | undefined): WaypostError =>
  new WaypostError('FORBIDDEN', {
    message:
      template === undefined
        ? 'Users without a role may send certain templates only. Ask an operator for the role "sender".'
        : `Users without a role may not send the template ${template}. An operator can allow it in the notify policy.`,
  })

/** @throws WaypostError `RECIPIENT_FORBIDDEN` when this caller may not message this recipient */
function checkRecipientAllowed(caller: Caller, recipient: Recipient, policy: NotifyPolicy): void {
  if (caller.kind === 'key' || policy === 'any') return
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
