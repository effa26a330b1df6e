import { NotifyRequest } from '@waypost/contract'
import { idempotencyKeyOf, prefersAsync } from '../access/request-headers.ts'
import { route } from '../access/route.ts'
import { notify, type NotifyNeeds } from './notify.ts'
import { sendAnswer } from './send-answer.ts'

/** `POST /v1/whatsapp/notify`: a template message, for frontends. */
export const notifyRoute = (needs: () => Promise<NotifyNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/whatsapp/notify',
    access: 'send',
    body: NotifyRequest,
    async handle({ caller, body, header, addHeader }) {
      const notified = await notify(
        {
          caller,
          request: body,
          idempotencyKey: idempotencyKeyOf(header),
          respondAsync: prefersAsync(header),
        },
        await needs(),
      )
      const extra = notified.defaultedRecipient ? { defaultedRecipient: true } : {}
      if (notified.kind === 'dry-run') {
        const { recipient, session, payload } = notified
        return { status: 200, body: { dryRun: true, recipient, session, payload, ...extra } }
      }
      if (notified.replayed) addHeader('idempotency-replayed', 'true')
      return sendAnswer(notified.message, caller, extra)
    },
  })
