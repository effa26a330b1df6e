import { BatchAnswer, BatchRequest, parseRequest } from '@waypost/contract'
import { readIdempotencyKey } from '../http/request-headers.ts'
import { route } from '../http/route.ts'
import { sendBatch } from './send-batch.ts'
import type { SendNeeds } from './send-message.ts'

/** Fits 500 texts of ordinary length. */
const MAX_BODY_BYTES = 2 * 1024 * 1024

/** `POST /v1/batch`: queues up to 500 messages; one answer per row, in order. */
export const batchRoute = (needs: () => Promise<SendNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/batch',
    access: 'send',
    operatorAction: { action: 'messages.sent', of: 'people' },
    maxBodyBytes: MAX_BODY_BYTES,
    body: BatchRequest,
    countItems: (body) => parseRequest(BatchRequest, body).messages.length,
    doc: {
      summary: 'Send up to 500 messages',
      description:
        'Queues the messages. Each row has its own answer: an invalid row does not affect the others.',
      answers: { 202: BatchAnswer },
      headers: ['Idempotency-Key'],
    },
    async handle({ caller, body, header, docsUrl }) {
      const batch = { caller, rows: body.messages, idempotencyKey: readIdempotencyKey(header), docsUrl }
      const answer: BatchAnswer = { data: await sendBatch(batch, await needs()) }
      return { status: 202, body: answer }
    },
  })
