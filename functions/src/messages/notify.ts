import { templateContentOf, WaypostError, type NotifyRequest } from '@waypost/contract'
import { ownerOf, type Caller } from '../access/caller.ts'
import { checkRecipientAllowed, type NotifyPolicy } from '../access/notify-policy.ts'
import { composePayload, type GraphSendPayload, type MessageContent } from '../graph/payload.ts'
import { after } from '../kernel/clock.ts'
import { readPhoneNumber, type E164 } from '../kernel/phone-number.ts'
import { resolveSession } from '../sessions/resolve-session.ts'
import type { Session } from '../sessions/session.ts'
import { fingerprintOf, type SendCommand } from './queue-message.ts'
import { categoryOf, defaultIfUnknown, defaultWorthSeconds } from './send-defaults.ts'
import { sendMessage, type SendNeeds, type Sent } from './send-message.ts'

export interface NotifySettings {
  readonly notifyPolicy: NotifyPolicy
  /** Gets what names nobody; undefined: somebody must be named. */
  readonly defaultRecipient: string | undefined
  readonly defaultCountry: string | undefined
  /** Whether messages of test keys have a simulator to go to. */
  readonly hasSimulator: boolean
}

export interface NotifyNeeds extends SendNeeds {
  settings: NotifySettings
  sessions(): Promise<readonly Session[]>
}

export interface NotifyCall {
  readonly caller: Caller
  readonly request: NotifyRequest
  readonly idempotencyKey: string | undefined
  /** The caller does not wait for Meta. */
  readonly respondAsync: boolean
}

/** What came of a notification: a message, or what Meta would have got. */
export type Notified = (Sent & { readonly kind: 'sent'; readonly defaultedRecipient: boolean }) | DryRun

export interface DryRun {
  readonly kind: 'dry-run'
  readonly recipient: E164
  readonly session: string
  readonly payload: GraphSendPayload
  readonly defaultedRecipient: boolean
}

/**
 * Sends a template message to one phone number, if this caller may.
 * @throws WaypostError when it is refused before or by Meta; nothing is kept when it never was a message
 */
export async function notify(call: NotifyCall, needs: NotifyNeeds): Promise<Notified> {
  const { caller, request } = call
  const { recipient, defaulted } = recipientOf(request, needs.settings)
  checkRecipientAllowed(caller, recipient, defaulted ? 'any' : needs.settings.notifyPolicy)
  const session = resolveSession(caller, request.session, await needs.sessions())
  const content: MessageContent = { type: 'template', template: templateContentOf(request) }
  if (request.dryRun === true || (modeOf(caller) === 'test' && !needs.settings.hasSimulator))
    return {
      kind: 'dry-run',
      recipient,
      session: session.id,
      payload: composePayload({ to: recipient, content }),
      defaultedRecipient: defaulted,
    }
  const sent = await sendMessage(
    commandOf(call, { recipient, session, content, now: needs.clock.now() }),
    needs,
  )
  return { kind: 'sent', ...sent, defaultedRecipient: defaulted }
}

function recipientOf(
  request: NotifyRequest,
  settings: NotifySettings,
): { recipient: E164; defaulted: boolean } {
  const written = request.phoneNumber ?? settings.defaultRecipient
  if (written === undefined)
    throw new WaypostError('RECIPIENT_REQUIRED', {
      fields: [{ path: '/phoneNumber', message: 'is required' }],
    })
  const reading = readPhoneNumber(written, request.defaultCountry ?? settings.defaultCountry)
  if (reading.ok) return { recipient: reading.number, defaulted: request.phoneNumber === undefined }
  throw new WaypostError('RECIPIENT_INVALID', {
    message: reading.because,
    fields: [{ path: '/phoneNumber', message: reading.because }],
  })
}

interface Checked {
  readonly recipient: E164
  readonly session: Session
  readonly content: MessageContent
  readonly now: Date
}

function commandOf(
  { caller, request, idempotencyKey, respondAsync }: NotifyCall,
  { recipient, session, content, now }: Checked,
): SendCommand {
  const sendAt = request.sendAt === undefined ? undefined : new Date(request.sendAt)
  const category = categoryOf(content)
  return {
    owner: ownerOf(caller),
    mode: modeOf(caller),
    session,
    to: recipient,
    content,
    metadata: request.metadata ?? {},
    ifUnknown: request.ifUnknown ?? defaultIfUnknown(category),
    cancelOn: request.cancelOn ?? [],
    notAfter:
      request.notAfter === undefined
        ? after(sendAt ?? now, defaultWorthSeconds(category))
        : new Date(request.notAfter),
    ...(sendAt && { sendAt }),
    wait: !respondAsync,
    ...(idempotencyKey !== undefined && {
      idempotency: { key: idempotencyKey, fingerprint: fingerprintOf('notify', request) },
    }),
  }
}

const modeOf = (caller: Caller): 'live' | 'test' => (caller.kind === 'key' ? caller.mode : 'live')
