import { SendTextQuery, SendTextRequest, WaypostError } from '@waypost/contract'
import { readIdempotencyKey, prefersAsync } from '../http/request-headers.ts'
import { route, type RouteAnswer, type RouteRequest } from '../http/route.ts'
import { answerSend } from './send-answer.ts'
import { sendRouteDoc } from './send-route.ts'
import { sendMessage, type SendNeeds } from './send-message.ts'

/** `POST /v1/sendText`: free text, in the words that clients of hosted session APIs send already. */
export const sendTextRoute = (needs: () => Promise<SendNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/sendText',
    access: 'send',
    operatorAction: { action: 'message.sent', of: 'people' },
    body: SendTextRequest,
    doc: sendRouteDoc('Send a text'),
    async handle(request) {
      return sendText(request.body, request, await needs())
    },
  })

/** `GET /v1/sendText`: the same for systems that can only open an address; for keys with the scope `send:get`. */
export const sendTextByGetRoute = (needs: () => Promise<SendNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/sendText',
    access: 'send:get',
    query: SendTextQuery,
    doc: {
      ...sendRouteDoc('Send a text by opening an address'),
      description:
        'For systems that can only open an address, and only with an API key that has the scope `send:get`, in the header.',
    },
    async handle(request) {
      return sendText(request.query, request, await needs())
    },
  })

async function sendText(
  { to, text, previewUrl, ...options }: SendTextRequest | SendTextQuery,
  request: Pick<RouteRequest, 'caller' | 'header' | 'addHeader'>,
  needs: SendNeeds,
): Promise<RouteAnswer> {
  // A client whose setting is empty: the default session is for those who name none.
  if (options.session === '') throw new WaypostError('SESSION_REQUIRED')
  const sent = await sendMessage(
    {
      caller: request.caller,
      to,
      toField: '/to',
      content: { type: 'text', text: { body: text, ...(previewUrl !== undefined && { previewUrl }) } },
      options,
      wait: !prefersAsync(request.header),
      idempotencyKey: readIdempotencyKey(request.header),
    },
    needs,
  )
  return answerSend(sent, request)
}
