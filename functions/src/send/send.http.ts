import { contentOf, SendRequest } from '@waypost/contract'
import { readIdempotencyKey, prefersAsync } from '../http/request-headers.ts'
import { route } from '../http/route.ts'
import { answerSend } from './send-answer.ts'
import { sendRouteDoc } from './send-route.ts'
import { sendMessage, type SendNeeds } from './send-message.ts'

/** `POST /v1/send`: a message of any type. */
export const sendRoute = (needs: () => Promise<SendNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/send',
    access: 'send',
    operatorAction: { action: 'message.sent', of: 'people' },
    body: SendRequest,
    doc: sendRouteDoc('Send a message of any type'),
    async handle(request) {
      const { caller, body, header } = request
      const sent = await sendMessage(
        {
          caller,
          to: body.to,
          toField: '/to',
          content: contentOf(body),
          options: body,
          wait: !prefersAsync(header),
          idempotencyKey: readIdempotencyKey(header),
        },
        await needs(),
      )
      return answerSend(sent, request)
    },
  })
