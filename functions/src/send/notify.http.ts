import { NotifyRequest, templateContentOf } from '@waypost/contract'
import { readIdempotencyKey, prefersAsync } from '../http/request-headers.ts'
import { route } from '../http/route.ts'
import { answerSend } from './send-answer.ts'
import { sendRouteDoc } from './send-route.ts'
import { sendMessage, type SendNeeds } from './send-message.ts'

/** `POST /v1/whatsapp/notify`: a template message, for frontends. */
export const notifyRoute = (needs: () => Promise<SendNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/whatsapp/notify',
    access: 'send',
    operatorAction: { action: 'message.sent', of: 'people' },
    body: NotifyRequest,
    doc: sendRouteDoc('Send a template message'),
    async handle(request) {
      const { caller, body, header } = request
      const sent = await sendMessage(
        {
          caller,
          to: body.phoneNumber,
          toField: '/phoneNumber',
          content: { type: 'template', template: templateContentOf(body) },
          options: body,
          wait: !prefersAsync(header),
          idempotencyKey: readIdempotencyKey(header),
        },
        await needs(),
      )
      return answerSend(sent, request)
    },
  })
