import { MarkReadAnswer, MarkReadRequest, messageErrorCodes } from '@waypost/contract'
import { route } from '../http/route.ts'
import { markRead, type MarkReadNeeds } from './mark-read.ts'

/** `POST /v1/messages/{id}/read`: shows blue ticks to the sender of an inbound message. */
export const markReadRoute = (needs: () => Promise<MarkReadNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/messages/{id}/read',
    reach: 'live',
    access: 'send',
    role: 'sender',
    body: MarkReadRequest,
    doc: {
      summary: 'Mark an inbound message as read',
      answers: { 200: MarkReadAnswer },
      refusals: ['SESSION_REQUIRED', 'SESSION_NOT_FOUND', 'SESSION_FORBIDDEN', ...messageErrorCodes],
    },
    async handle({ caller, params, body }) {
      const messageId = params.id
      const { dryRun } = await markRead(messageId, { caller, input: body }, await needs())
      const answer: MarkReadAnswer = { messageId, read: true, ...(dryRun && { dryRun: true as const }) }
      return { status: 200, body: answer }
    },
  })
