import type { StoredInboxItem } from './inbox-store.ts'
import type { HandlerResult } from './item-handler.ts'

const REPLAY = 'Then run "npm run waypost -- replay --since 3d --quarantined".'

/** A number that no session sends from. Quarantined: it is processed once there is a session. */
export function unknownNumber({ phoneNumberId, displayNumber, wabaId }: StoredInboxItem): HandlerResult {
  const number = `${displayNumber ?? 'A number'} (phone number id ${phoneNumberId || 'missing'})`
  const session = JSON.stringify({ name: '…', phoneNumberId, wabaId })
  return {
    state: 'quarantined',
    because: `The number ${phoneNumberId || 'it does not name'} is of no session here.`,
    alert: {
      event: 'webhook.number_unknown',
      about: phoneNumberId || wabaId,
      message: `${number} receives webhooks and has no session: they are quarantined. Create one: POST /v1/sessions ${session}. ${REPLAY}`,
    },
  }
}

/** An account that no session belongs to. */
export const unknownAccount = ({ wabaId, field }: StoredInboxItem): HandlerResult => ({
  state: 'quarantined',
  because: 'No session belongs to this WhatsApp Business Account.',
  alert: {
    event: 'webhook.account_unknown',
    about: wabaId,
    message: `Webhooks (${field}) of the WhatsApp Business Account ${wabaId || 'that is not named'} arrive, and no session belongs to it. Create one for its number (POST /v1/sessions), or end the subscription: DELETE https://graph.facebook.com/${wabaId}/subscribed_apps. ${REPLAY}`,
  },
})
