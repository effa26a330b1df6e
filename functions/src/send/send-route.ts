import { messageErrorCodes, type ErrorCode } from '@waypost/contract'
import type { z } from 'zod'
import { prefersAsync, readIdempotencyKey } from '../http/request-headers.ts'
import { route, type Route, type RouteDoc, type RouteRequest } from '../http/route.ts'
import { answerSend, sendAnswers, type SendRouteAnswer } from './send-answer.ts'
import type { SendFields } from './send-input.ts'
import { sendMessage, type SendNeeds } from './send-message.ts'

/** Reasons to refuse a send beside faults of the request: recipient, session, and Meta's own. */
const sendRefusals: readonly ErrorCode[] = [
  'INVALID_REQUEST',
  'SESSION_REQUIRED',
  'SESSION_NOT_FOUND',
  'SESSION_FORBIDDEN',
  'RECIPIENT_REQUIRED',
  'RECIPIENT_INVALID',
  'RECIPIENT_FORBIDDEN',
  'CONVERSATION_NOT_FOUND',
  'MESSAGE_NOT_FOUND',
  'CONFIGURATION_INVALID',
  ...messageErrorCodes,
]

/** Documents a route that sends one message. */
export const sendRouteDoc = (summary: string): RouteDoc<typeof sendAnswers> => ({
  summary,
  answers: sendAnswers,
  headers: ['Idempotency-Key', 'Prefer'],
  refusals: sendRefusals,
})

/** A `POST` route that sends one message; `fields` reads recipient, content and options from its body. */
export const sendRoute = <Body extends z.ZodType>(
  form: {
    readonly path: string
    readonly summary: string
    readonly body: Body
    fields(body: z.output<Body>): SendFields
  },
  needs: () => Promise<SendNeeds>,
): Route =>
  route({
    method: 'POST',
    path: form.path,
    access: 'send',
    operatorAction: { action: 'message.sent', of: 'people' },
    body: form.body,
    doc: sendRouteDoc(form.summary),
    async handle(request) {
      return sendAndAnswer(form.fields(request.body), request, await needs())
    },
  })

/** Sends what a request describes and answers it. */
export async function sendAndAnswer(
  fields: SendFields,
  request: Pick<RouteRequest, 'caller' | 'header' | 'addHeader'>,
  needs: SendNeeds,
): Promise<SendRouteAnswer> {
  const { caller, header } = request
  const delivery = { wait: !prefersAsync(header), idempotencyKey: readIdempotencyKey(header) }
  return answerSend(await sendMessage({ ...fields, caller, ...delivery }, needs), request)
}
