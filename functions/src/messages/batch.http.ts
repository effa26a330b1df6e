import { BatchRequest, type BatchAnswer } from '@waypost/contract'
import { idempotencyKeyOf } from '../access/request-headers.ts'
import { route } from '../access/route.ts'
import { sendBatch } from './send-batch.ts'
import type { SendNeeds } from './send-message.ts'

/** Five hundred texts of ordinary length. */
const MOST_BODY_BYTES = 2 * 1024 * 1024

/** `POST /v1/batch`: up to 500 messages, queued; answered row by row, in their order. */
export const batchRoute = (needs: () => Promise<SendNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/batch',
    access: 'send',
    mostBodyBytes: MOST_BODY_BYTES,
    body: BatchRequest,
    async handle({ caller, body, header, docsUrl }) {
      const batch = { caller, rows: body.messages, idempotencyKey: idempotencyKeyOf(header), docsUrl }
      const answer: BatchAnswer = { data: await sendBatch(batch, await needs()) }
      return { status: 202, body: answer }
    },
  })
