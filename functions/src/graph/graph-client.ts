import type { ErrorCode } from '@waypost/contract'
import type { GraphFailure } from './graph-error.ts'
import type { GraphSendPayload } from './payload.ts'

/** How long one request to Meta may take. An attempt's lease must outlast it: see `dispatch/attempt-lease.ts`. */
export const GRAPH_TIMEOUT_SECONDS = 30

/** The number a message goes out from. */
export interface GraphSender {
  readonly phoneNumberId: string
  /** `test`: to the simulator, never to Meta. */
  readonly mode: 'live' | 'test'
  /** The name of the secret with its own access token; without one, the deployment's speaks for it. */
  readonly tokenSecret?: string
}

/** Outcome of a send. Known is only what Meta answered or what the network proves. */
export type SendOutcome =
  | {
      readonly kind: 'accepted'
      readonly wamid: string
      /** Kept back by Meta for a quality check: not to be sent again. */ readonly heldByMeta: boolean
    }
  | { readonly kind: 'refused'; readonly failure: GraphFailure }
  /** It never left: no connection, no such host. */
  | { readonly kind: 'not-sent'; readonly because: string }
  /** This installation cannot send it: something has to be set up first. */
  | {
      readonly kind: 'impossible'
      readonly code: Extract<ErrorCode, 'RUNNER_NOT_CONFIGURED' | 'TOKEN_SECRET_MISSING'>
      readonly because: string
    }
  /** It left and no answer came: it may have been sent. Meta has no idempotency key. */
  | { readonly kind: 'unknown'; readonly because: string }

/** That an inbound message was read. */
export interface ReadReceipt {
  readonly wamid: string
  /** Whether to show that somebody is typing, until the reply or for 25 seconds. */
  readonly typing: boolean
}

/** Meta's Graph API, as far as sending needs it. */
export interface GraphClient {
  /** Sends one message. Never throws for what Meta or the network does. */
  send(sender: GraphSender, payload: GraphSendPayload): Promise<SendOutcome>
  /** Marks an inbound message as read: null when Meta did, else what it says. */
  markRead(sender: GraphSender, receipt: ReadReceipt): Promise<GraphFailure | null>
  /** Asks for the sender's phone number: null when token and number work, else what Meta says. */
  probe(sender: GraphSender): Promise<GraphFailure | null>
}
