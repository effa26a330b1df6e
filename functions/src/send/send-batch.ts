import {
  contentOf,
  docsPath,
  isWaypostError,
  parseBatchRow,
  templateContentOf,
  WaypostError,
  type BatchAnswer,
} from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import { mapConcurrent } from '../kernel/map-concurrent.ts'
import type { SendInput } from './prepare-send.ts'
import { answerSend } from './send-answer.ts'
import { sendMessage, type SendNeeds } from './send-message.ts'

/** Rows as they came, and what the request says of all of them. */
export interface Batch {
  readonly caller: Caller
  readonly rows: readonly unknown[]
  /** Of the whole request; rows without a key of their own derive theirs from it. */
  readonly idempotencyKey: string | undefined
  /** Where the docs are; paths of the catalogue follow it. */
  readonly docsUrl: string
}

type RowAnswer = BatchAnswer['data'][number]

/** Each row is a write and a task: enough to be quick, few enough for one instance. */
const AT_ONCE = 20

/** Queues every row as a message of its own. A row that is refused says why and stops none of the others. */
export const sendBatch = (batch: Batch, needs: SendNeeds): Promise<RowAnswer[]> =>
  mapConcurrent(batch.rows, AT_ONCE, (row, index) => sendRow({ row, index }, batch, needs))

interface Row {
  readonly row: unknown
  readonly index: number
}

async function sendRow({ row, index }: Row, batch: Batch, needs: SendNeeds): Promise<RowAnswer> {
  try {
    const sent = await sendMessage(sendInputOf({ row, index }, batch), needs)
    const { body } = answerSend(sent, { caller: batch.caller, addHeader: () => undefined })
    const replayed = sent.kind === 'sent' && sent.replayed ? { replayed: true } : {}
    return { index, ...(body as object), ...replayed } as RowAnswer
  } catch (thrown) {
    if (!isWaypostError(thrown))
      needs.log.error('batch.row_failed', {
        index,
        error: thrown instanceof Error ? thrown.stack : String(thrown),
      })
    const error = isWaypostError(thrown) ? thrown : new WaypostError('INTERNAL', { cause: thrown })
    return failedRow(error, index, batch.docsUrl)
  }
}

/** Nobody waits for Meta: the rows are sent by the task queue, at its pace. */
function sendInputOf({ row, index }: Row, { caller, idempotencyKey }: Batch): SendInput {
  const { idempotencyKey: own, ...read } = parseBatchRow(row)
  const shared = { caller, wait: false, idempotencyKey: own ?? derivedKey(idempotencyKey, index) }
  if (read.form === 'notify') {
    const { request } = read
    const content = { type: 'template' as const, template: templateContentOf(request) }
    return { ...shared, to: request.phoneNumber, toField: '/phoneNumber', content, options: request }
  }
  const { request } = read
  return { ...shared, to: request.to, toField: '/to', content: contentOf(request), options: request }
}

/** No header can hold a line break, so that this is nobody's own key. */
const derivedKey = (key: string | undefined, index: number): string | undefined =>
  key === undefined ? undefined : `${key}\n${String(index)}`

/** The error of a row; the paths of its fields lead from the body of the whole request. */
function failedRow(error: WaypostError, index: number, docsUrl: string): RowAnswer {
  const { code, message, hint, retry, fields, id, meta } = error
  return {
    index,
    error: code,
    message,
    hint,
    retry,
    docs: `${docsUrl}${docsPath(code)}`,
    ...(fields && {
      fields: fields.map(({ path, ...field }) => ({ path: `/messages/${String(index)}${path}`, ...field })),
    }),
    ...(id !== undefined && { id }),
    ...(meta && { meta }),
  }
}
