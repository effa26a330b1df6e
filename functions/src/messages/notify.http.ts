import { DryRunAnswer, NotifyRequest, SendAnswer, templateContentOf } from '@waypost/contract'
import { z } from 'zod'
import { idempotencyKeyOf, prefersAsync } from '../access/request-headers.ts'
import { route } from '../access/route.ts'
import { answerSend } from './send-answer.ts'
import { sendRefusals } from './send-refusals.ts'
import { sendMessage, type SendNeeds } from './send-message.ts'

/** `POST /v1/whatsapp/notify`: a template message, for frontends. */
export const notifyRoute = (needs: () => Promise<SendNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/whatsapp/notify',
    access: 'send',
    operatorAct: { action: 'message.sent', of: 'people' },
    body: NotifyRequest,
    doc: {
      summary: 'Send a template message',
      answers: { 200: z.union([SendAnswer, DryRunAnswer]), 202: SendAnswer },
      headers: ['Idempotency-Key', 'Prefer'],
      refusals: sendRefusals,
    },
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
          idempotencyKey: idempotencyKeyOf(header),
        },
        await needs(),
      )
      return answerSend(sent, request)
    },
  })
