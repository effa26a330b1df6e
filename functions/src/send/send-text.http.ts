import { SendTextQuery, SendTextRequest } from '@waypost/contract'
import { route } from '../http/route.ts'
import { textFields } from './send-fields.ts'
import type { SendNeeds } from './send-message.ts'
import { sendAndAnswer, sendRoute, sendRouteDoc } from './send-route.ts'

/** `POST /v1/sendText`: free text, in the form that clients of hosted session APIs already send. */
export const sendTextRoute = (needs: () => Promise<SendNeeds>) =>
  sendRoute(
    { path: '/v1/sendText', summary: 'Send a text', body: SendTextRequest, fields: textFields },
    needs,
  )

/** `GET /v1/sendText`: the same for systems that can only open a URL; for keys with the scope `send:get`. */
export const sendTextByGetRoute = (needs: () => Promise<SendNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/sendText',
    access: 'send:get',
    query: SendTextQuery,
    doc: {
      ...sendRouteDoc('Send a text with a GET request'),
      description:
        'For systems that can only open a URL. Requires an API key with the scope `send:get`, sent in the header.',
    },
    async handle(request) {
      return sendAndAnswer(textFields(request.query), request, await needs())
    },
  })
