import { isWaypostError, parseBatchRow, WaypostError, type BatchAnswer } from '@waypost/contract'
import { errorBody } from '../http/error-answer.ts'
import type { Caller } from '../http/caller.ts'
import { mapConcurrent } from '../kernel/map-concurrent.ts'
import { answerSend } from './send-answer.ts'
import { contentFields, notifyFields } from './send-fields.ts'
import type { SendInput } from './send-input.ts'
import { sendMessage, type SendNeeds } from './send-message.ts'

/** The unparsed rows of a batch request, and what applies to all of them. */
export interface Batch {
  readonly caller: Caller
  readonly rows: readonly unknown[]
  /** Key of the whole request; a row without its own key derives one from it. */
  readonly idempotencyKey: string | undefined
  /** Base URL of the docs; ends with a slash. */
  readonly docsUrl: string
}

type RowAnswer = BatchAnswer['data'][number]

/** Each row is a write and a task: enough to be quick, few enough for one instance. */
const AT_ONCE = 20

/** Queues every row as its own message. A refused row is answered with its error and does not affect the others. */
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
    if (!isWaypostError(thrown)) needs.log.error('batch.row_failed', { index }, thrown)
    const error = isWaypostError(thrown) ? thrown : new WaypostError('INTERNAL', { cause: thrown })
    return failedRow(error, index, batch.docsUrl)
  }
}

/** Rows are sent by the task queue, at its rate: the caller does not wait for Meta. */
function sendInputOf({ row, index }: Row, { caller, idempotencyKey }: Batch): SendInput {
  const { idempotencyKey: own, ...read } = parseBatchRow(row)
  const shared = { caller, wait: false, idempotencyKey: own ?? derivedKey(idempotencyKey, index) }
  const fields = read.form === 'notify' ? notifyFields(read.request) : contentFields(read.request)
  return { ...shared, ...fields }
}

/** A header cannot contain a line break, so this cannot collide with a key that a caller chose. */
const derivedKey = (key: string | undefined, index: number): string | undefined =>
  key === undefined ? undefined : `${key}\n${String(index)}`

/** The error of a row; field paths start at the body of the whole request. */
function failedRow(error: WaypostError, index: number, docsUrl: string): RowAnswer {
  const { fields } = error
  return {
    index,
    ...errorBody(error, docsUrl),
    ...(fields && {
      fields: fields.map(({ path, ...field }) => ({ path: `/messages/${String(index)}${path}`, ...field })),
    }),
  }
}
