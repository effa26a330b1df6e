import { isWaypostError, type RetryManyRequest } from '@waypost/contract'
import type { MessageStore } from '../messages/message-store.ts'
import { retryMessage, type RetryMessageNeeds } from './retry-message.ts'

export interface RetryManyNeeds extends RetryMessageNeeds {
  messages: Pick<MessageStore, 'countFailed' | 'listFailed' | 'updateIfUnchanged'>
}

/** How many there were, and how many of them were asked for again by this call. */
export interface RetryManyResult {
  readonly matching: number
  readonly retried: number
  /** Still failed after this call: repeat it for them. */
  readonly left: number
}

const MAX_RETRIED = 500

/** Asks for failed messages again, five hundred with each call; counts them first. */
export async function retryMany(
  { filter, dryRun }: RetryManyRequest,
  by: string,
  needs: RetryManyNeeds,
): Promise<RetryManyResult> {
  const matching = await needs.messages.countFailed(filter)
  if (dryRun) return { matching, retried: 0, left: matching }
  const page = await needs.messages.listFailed(filter, MAX_RETRIED)
  let retried = 0
  for (const message of page) {
    try {
      await retryMessage(message, by, needs)
      retried++
    } catch (error) {
      // One that arrived after all, or that somebody changed just now, is none of ours any more.
      if (!isWaypostError(error)) throw error
    }
  }
  return { matching, retried, left: Math.max(0, matching - page.length) }
}
