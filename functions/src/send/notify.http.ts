import { NotifyRequest } from '@waypost/contract'
import { notifyFields } from './send-fields.ts'
import type { SendNeeds } from './send-message.ts'
import { sendRoute } from './send-route.ts'

/** `POST /v1/whatsapp/notify`: a template message, for frontends. */
export const notifyRoute = (needs: () => Promise<SendNeeds>) =>
  sendRoute(
    {
      path: '/v1/whatsapp/notify',
      summary: 'Send a template message',
      body: NotifyRequest,
      fields: notifyFields,
    },
    needs,
  )
