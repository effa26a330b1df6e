import type { EventType } from '@waypost/contract'
import type { KeyCaller } from '../http/caller.ts'
import type { EventDocument, NewEvent, PrepareEvent } from '../events/publish-event.ts'
import type { Message } from './message.ts'
import type { Sending } from './send-state.ts'
import { messageView } from './message-view.ts'
import type { ProgressStatus } from './progress.ts'

/** The events that tell how sending ended, or that it waits for a repair. */
const sendingEvents: Partial<Record<Sending, EventType>> = {
  accepted: 'message.accepted',
  failed: 'message.failed',
  suppressed: 'message.failed',
  held: 'message.held',
  expired: 'message.expired',
}

/** The events that tell of Meta's statuses; what was played was read. */
const progressEvents = {
  sent: 'message.sent',
  delivered: 'message.delivered',
  read: 'message.read',
  played: 'message.read',
} as const satisfies Record<ProgressStatus, EventType>

/**
 * Asks whether anybody wants to be told that a message comes to a state.
 * @returns null: there is nothing to tell, or nobody to hear it. Else the event of the message as it stands then.
 */
export type PrepareMessageEvent = (
  message: Message,
  sending: Sending,
) => Promise<((after: Message, at: Date) => EventDocument) | null>

/** @param docsUrl where the links of errors begin; empty: they are relative */
export const messageEvents =
  (prepareEvent: PrepareEvent, docsUrl: string): PrepareMessageEvent =>
  async ({ sessionId, owner }, sending) => {
    const type = sendingEvents[sending]
    const keep = type && (await prepareEvent({ type, sessionId, owner }))
    return keep ? (after, at) => keep(sendingEvent(type, after, { at, docsUrl })) : null
  }

/** Whether anybody wants to hear of Meta's statuses of a message. */
export async function hasStatusSubscribers(
  { sessionId, owner }: Message,
  prepareEvent: PrepareEvent,
): Promise<boolean> {
  const types = ['message.sent', 'message.delivered', 'message.read'] as const
  const prepared = await Promise.all(types.map((type) => prepareEvent({ type, sessionId, owner })))
  return prepared.some((one) => one !== null)
}

/** Endpoints are servers of those who own the message or its sender. */
const endpoint: KeyCaller = {
  kind: 'key',
  keyId: 'endpoint',
  owner: 'endpoint',
  scopes: ['read'],
  sessions: 'all',
  mode: 'live',
}

function sendingEvent(
  type: EventType,
  message: Message,
  { at, docsUrl }: { at: Date; docsUrl: string },
): NewEvent {
  return {
    ...topicOf(message, type),
    dedupeKey: [message.id, String(message.attempt), at.toISOString()],
    at,
    // Statuses may have come before the answer: the event tells its own step, others tell theirs.
    data: { ...dataOf(message, docsUrl), status: message.sending },
  }
}

/** The event of a status of Meta: the message as it stands, with that status, however far it came since. */
export function statusEvent(
  message: Message,
  { status, attempt, at }: { status: ProgressStatus; attempt: number; at: Date },
): NewEvent {
  const type = progressEvents[status]
  const { error: _error, retryAt: _retryAt, ...view } = dataOf(message, '')
  return {
    ...topicOf(message, type),
    dedupeKey: [message.id, String(attempt)],
    at: notEarlierThanAccepted(at, attempt, message),
    data: { ...view, status: status === 'played' ? 'read' : status },
  }
}

const dataOf = (message: Message, docsUrl: string): Record<string, unknown> => ({
  ...messageView(message, { caller: endpoint, docsUrl }),
})

const topicOf = ({ sessionId, owner, conversationId }: Message, type: EventType) => ({
  type,
  sessionId,
  owner,
  conversationId,
})

/** Meta tells whole seconds: a status would seem older than the acceptance it follows from. */
const notEarlierThanAccepted = (at: Date, attempt: number, { timeline }: Message): Date =>
  timeline
    .filter((entry) => entry.source === 'waypost' && entry.status === 'accepted' && entry.attempt === attempt)
    .map((entry) => entry.at)
    .reduce((latest, one) => (one > latest ? one : latest), at)
