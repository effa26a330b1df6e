/** Records of sends: every accepted message and every attempt, with its outcome. */
import type { FilledTemplate } from '../templates/check-template.ts'

/** A message Meta accepted. It is in here even when its answer never reached the sender. */
export interface ReceivedMessage {
  readonly wamid: string
  /** The other id of the same message, scoped to the user id. */
  readonly userScopedWamid: string
  /** Number it was sent to, E.164; may differ from the requested one. */
  readonly to: string
  readonly waId: string
  readonly userId: string
  /** The recipient as the request had it. */
  readonly input: string
  readonly phoneNumberId: string
  readonly wabaId: string
  readonly via: 'messages' | 'marketing_messages'
  readonly type: string
  /** The object named like the type: `{ body }` of a text, `{ name, language, components }` of a template. */
  readonly content: unknown
  readonly template?: { readonly name: string; readonly language: string; readonly category: string }
  /** What the recipient reads, placeholders filled in. */
  readonly filled?: FilledTemplate
  readonly context?: unknown
  readonly callbackData?: string
  readonly acceptedAt: string
  readonly requestId: string
  /** The sender got Meta's answer; false when the connection was cut on purpose. */
  answered: boolean
  /** Whether its planned statuses include a delivery. */
  readonly reachesPhone: boolean
  readonly statuses: { readonly status: string; readonly at: string; readonly code?: number }[]
}

/** One POST to `/messages` that named a recipient. */
export interface SendAttempt {
  readonly requestId: string
  readonly at: string
  /** The recipient as the request had it. */
  readonly to: string
  readonly callbackData?: string
  /** Resolved recipient; absent when `to` was not readable. */
  waId?: string
  outcome: 'accepted' | 'response_lost' | 'reset_before_accept' | 'refused' | 'raw'
  code?: number
  httpStatus?: number
  wamid?: string
}

/** A request as the log of the Graph side shows it; without the access token. */
export interface GraphRequest {
  readonly requestId: string
  readonly at: string
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly version: string
  readonly body?: unknown
  /** 0 when the connection was cut without an answer. */
  httpStatus: number
  code?: number
  /** Milliseconds from the request to its answer. */
  tookMs: number
}
