import type { ErrorCode } from '@waypost/contract'
import type { Message } from './message.ts'
import type { Sending } from './send-state.ts'
import { isDelivered, messageStatus } from './message-status.ts'

/** The `delivery` map of an outbox document, in the shape of Firebase's Trigger Email extension. */
export interface OutboxStatus {
  readonly state: OutboxState
  readonly attempts: number
  readonly startTime: Date
  readonly endTime: Date | null
  /** End of the current attempt's lease. */
  readonly leaseExpireTime: Date | null
  readonly error: OutboxError | null
  readonly info: OutboxInfo | null
}

/** Why a document or one of its messages is not sent. */
export interface OutboxError {
  readonly code: ErrorCode
  readonly message: string
  /** The faulty fields, as JSON pointers into the document. */
  readonly fields?: readonly { readonly path: string; readonly message: string }[]
}

export type OutboxState = 'PENDING' | 'PROCESSING' | 'SUCCESS' | 'ERROR'

export interface OutboxInfo {
  readonly id: string
  readonly messageId: string | null
  readonly status: string
  readonly to: string
}

const states: Record<Sending, OutboxState> = {
  queued: 'PENDING',
  sending: 'PROCESSING',
  errored: 'PROCESSING',
  unknown: 'PROCESSING',
  held: 'PROCESSING',
  accepted: 'SUCCESS',
  failed: 'ERROR',
  cancelled: 'ERROR',
  expired: 'ERROR',
  suppressed: 'ERROR',
}

/** The state of a message for its outbox document. */
export function outboxStatus(message: Message, now: Date): OutboxStatus {
  const { id, to, wamid, sending, attempt, createdAt, error, wakeAt } = message
  const state = isDelivered(message) ? 'SUCCESS' : isFinalUnknown(message) ? 'ERROR' : states[sending]
  const ended = state === 'SUCCESS' || state === 'ERROR'
  const cancelled =
    sending === 'cancelled'
      ? ({ code: 'MESSAGE_STATE_CONFLICT', message: 'The message was cancelled.' } as const)
      : null
  return {
    state,
    attempts: attempt,
    startTime: createdAt,
    endTime: ended ? now : null,
    leaseExpireTime: sending === 'sending' ? (wakeAt ?? null) : null,
    error: state === 'SUCCESS' || !error ? cancelled : { code: error.code, message: error.message },
    info: { id, messageId: wamid ?? null, status: messageStatus(message), to },
  }
}

/** Nothing more is tried; only a status of Meta may still settle it. */
const isFinalUnknown = ({ sending, wakeAt, followUp }: Message): boolean =>
  sending === 'unknown' && (followUp ? followUp.wakeAt : wakeAt) === undefined

/** Merges the states of several recipients: pending and failed ones take precedence. */
export function mergeOutboxStatuses(
  deliveries: readonly OutboxStatus[],
): OutboxStatus & { readonly recipients: readonly (OutboxInfo | null)[] } {
  const [first] = deliveries
  if (!first) throw new Error('A document without recipients has no delivery')
  const worst = order.find((state) => deliveries.some((delivery) => delivery.state === state)) ?? first.state
  const ended = worst === 'SUCCESS' || worst === 'ERROR'
  const ends = deliveries.map(({ endTime }) => endTime?.getTime() ?? 0)
  return {
    ...first,
    state: worst,
    attempts: Math.max(...deliveries.map(({ attempts }) => attempts)),
    endTime: ended ? new Date(Math.max(...ends)) : null,
    error: deliveries.find(({ error }) => error !== null)?.error ?? null,
    recipients: deliveries.map(({ info }) => info),
  }
}

/** A document is done when all its messages are, and an error when one of them is. */
const order: readonly OutboxState[] = ['PROCESSING', 'PENDING', 'ERROR', 'SUCCESS']
