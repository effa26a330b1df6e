import type { MessageStatus } from '@waypost/contract'
import type { CursorPosition } from '../http/cursor.ts'
import type { Recipient } from '../kernel/recipient.ts'
import type { Sending } from './send-state.ts'
import { isProgressStatus, ranks } from './progress.ts'

/** Which messages to list: newest first. */
export interface MessageFilter {
  /** Whose: those of this owner, and all of these sessions; left out, everybody's. */
  readonly visible?: StoredVisibility
  /** Of a conversation: its id and those that lead to it, 30 at most. */
  readonly conversationIds?: readonly string[]
  readonly sessionId?: string
  readonly direction?: 'in' | 'out'
  /** Any of these. */
  readonly to?: readonly Recipient[]
  readonly template?: string
  readonly facets?: FacetFilter
  /** One of these tokens; beside it only `visible`, `sessionId` of a session that is the caller's, and dates are asked for. */
  readonly tokens?: readonly string[]
  readonly since?: Date
  readonly until?: Date
  readonly after?: CursorPosition
  readonly limit: number
}

/** Messages of this owner, or of any of these sessions. */
export interface StoredVisibility {
  readonly owner?: string
  readonly sessionIds: readonly string[]
}

/** What is stored of a status: it follows from more than can be asked for, so what is found must be looked at. */
export interface FacetFilter {
  readonly sending?: Sending
  /** Any of these: the furthest that Meta said of any attempt. */
  readonly reached: readonly number[]
}

/**
 * Where all messages of a status are, and few others. What arrived says so in `reached`, whatever else happened;
 * what did not arrive was not reported further than sent, perhaps of an earlier attempt.
 */
export function statusFilter(
  status: MessageStatus | 'received',
): Pick<MessageFilter, 'direction' | 'facets'> {
  if (status === 'received') return { direction: 'in' }
  if (isProgressStatus(status)) return { facets: { reached: [ranks[status]] } }
  return { facets: { sending: status, reached: [0, ranks.sent] } }
}
