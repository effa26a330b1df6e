import type { EventType } from '@waypost/contract'
import type { KeyCaller } from '../http/caller.ts'
import type { EventDocument, NewEvent, PrepareEvent } from '../events/publish-event.ts'
import type { Message } from './message.ts'
import type { Sending } from './send-state.ts'
import { messageView } from './message-view.ts'
import type { ProgressStatus } from './progress.ts'

/** Events for outcomes of sending and for holds. */
const sendingEvents: Partial<Record<Sending, EventType>> = {
  accepted: 'message.accepted',
  failed: 'message.failed',
  suppressed: 'message.failed',
  held: 'message.held',
  expired: 'message.expired',
  unknown: 'message.unknown',
}

/** Events for Meta's statuses; played counts as read. */
const progressEvents = {
  sent: 'message.sent',
  delivered: 'message.delivered',
  read: 'message.read',
  played: 'message.read',
} as const satisfies Record<ProgressStatus, EventType>

/**
 * Checks whether a state of a message has an event and a subscriber.
 * @returns null: no event or no subscriber. Else a function that builds the event of the message in that state.
 */
export type PrepareMessageEvent = (
  message: Message,
  sending: Sending,
) => Promise<((after: Message, at: Date) => EventDocument) | null>

/** @param docsUrl where the links of errors begin; empty: they are relative */
export const messageEvents =
  (prepareEvent: PrepareEvent, docsUrl: string): PrepareMessageEvent =>
  async ({ sessionId, owner, mode, source }, sending) => {
    const type = source === 'app' ? 'message.app_sent' : sendingEvents[sending]
    const keep = type && (await prepareEvent({ type, sessionId, owner, mode }))
    return keep ? (after, at) => keep(sendingEvent(type, after, { at, docsUrl })) : null
  }

/** Whether any endpoint subscribes to Meta's statuses of a message. */
export async function hasStatusSubscribers(
  { sessionId, owner, mode }: Message,
  prepareEvent: PrepareEvent,
): Promise<boolean> {
  const types = ['message.sent', 'message.delivered', 'message.read'] as const
  const prepared = await Promise.all(types.map((type) => prepareEvent({ type, sessionId, owner, mode })))
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
    // Statuses may arrive before the answer: this event shows its own step, not the furthest one.
    data: { ...dataOf(message, docsUrl), ...(message.source !== 'app' && { status: message.sending }) },
  }
}

/** The event of a status of Meta: the current message, with that status even if it went further since. */
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

const topicOf = ({ sessionId, owner, mode, conversationId }: Message, type: EventType) => ({
  type,
  sessionId,
  owner,
  mode,
  conversationId,
})

/** Meta reports whole seconds, so a status could seem older than the acceptance it follows. */
const notEarlierThanAccepted = (at: Date, attempt: number, { timeline }: Message): Date =>
  timeline
    .filter((entry) => entry.source === 'waypost' && entry.status === 'accepted' && entry.attempt === attempt)
    .map((entry) => entry.at)
    .reduce((latest, one) => (one > latest ? one : latest), at)
