import type { SessionDetails, SessionView } from '@waypost/contract'
import type { Session } from './session.ts'
import type { SessionWebhook } from './session-webhook.ts'

/** A session as it is shown in a list. */
export const sessionView = ({ phoneNumberId, wabaId, ...session }: Session): SessionView => {
  const { id, name, channel, tokenSecret, owners, isDefault, automation = true } = session
  return {
    id,
    name,
    channel,
    ...(phoneNumberId !== '' && { phoneNumberId }),
    ...(wabaId !== '' && { wabaId }),
    ...(tokenSecret !== undefined && { tokenSecret }),
    owners: [...owners],
    isDefault,
    automation,
    hold: holdView(session),
  }
}

/** The same with its webhook settings; with the secret in the one answer that may show it. */
export const sessionDetails = (
  session: Session,
  webhook: SessionWebhook | null,
  webhookSecret?: string,
): SessionDetails => ({
  ...sessionView(session),
  ...(webhook && {
    webhookUrl: webhook.url,
    enableWebhook: webhook.enabled,
    events: [...webhook.events],
  }),
  ...(webhookSecret !== undefined && { webhookSecret }),
})

/** Why nothing is sent, when nothing is. */
export const holdView = ({ hold }: Pick<Session, 'hold'>): SessionView['hold'] =>
  hold ? { code: hold.code, reason: hold.reason, since: hold.since.toISOString() } : null
