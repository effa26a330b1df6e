import { invalidField } from '@waypost/contract'
import { requestFingerprint } from '../dispatch/create-message.ts'
import type { SendCommand } from '../dispatch/send-command.ts'
import { modeOf, ownerOf } from '../http/caller.ts'
import { after } from '../kernel/clock.ts'
import { defaultValiditySeconds } from '../messages/message-category.ts'
import type { SendSettings } from '../messages/send-settings.ts'
import type { SendOptions } from './send-input.ts'
import type { ValidatedSend } from './validate-send.ts'

/** Builds the command of a validated send: every default is filled in. */
export function buildSendCommand(
  { input, recipient, session, resolved, category, fallback }: ValidatedSend,
  { now, settings }: { now: Date; settings: Pick<SendSettings, 'quietHours'> },
): SendCommand {
  const { caller, content, options, wait, idempotencyKey, outbox } = input
  const sendAt = readSendAt(options.sendAt, now)
  const quietHours = category === 'authentication' ? undefined : (options.quietHours ?? settings.quietHours)
  const fingerprint = requestFingerprint(recipient, content, fingerprintOptions(options))
  return {
    owner: ownerOf(caller),
    mode: modeOf(caller),
    session,
    to: recipient,
    ...resolved,
    category,
    ...(fallback && { fallback }),
    metadata: options.metadata ?? {},
    ifUnknown: options.ifUnknown ?? 'fail',
    cancelOn: options.cancelOn ?? [],
    notAfter:
      options.notAfter === undefined
        ? after(sendAt ?? now, defaultValiditySeconds(category))
        : new Date(options.notAfter),
    ...(sendAt && { sendAt }),
    ...(quietHours && { quietHours }),
    ...(outbox && { outbox }),
    wait,
    ...(idempotencyKey !== undefined && { idempotency: { key: idempotencyKey, fingerprint } }),
  }
}

/** A message is kept at least until it is sent: not for ten years. */
const MAX_SEND_AHEAD_DAYS = 365

/** @throws WaypostError `INVALID_REQUEST` for a time that is too far away */
function readSendAt(written: string | undefined, now: Date): Date | undefined {
  if (written === undefined) return undefined
  const sendAt = new Date(written)
  if (sendAt > after(now, MAX_SEND_AHEAD_DAYS * 86_400))
    throw invalidField('/sendAt', `must be within ${String(MAX_SEND_AHEAD_DAYS)} days from now`)
  return sendAt
}

/** The options that belong to a request's identity; recipient and content are added in resolved form. */
const fingerprintOptions = ({
  session,
  sendAt,
  notAfter,
  ifUnknown,
  cancelOn,
  quietHours,
  metadata,
  replyTo,
  fallbackTemplate,
}: SendOptions) => ({
  session,
  sendAt,
  notAfter,
  ifUnknown,
  cancelOn,
  quietHours,
  metadata,
  replyTo,
  fallbackTemplate,
})
