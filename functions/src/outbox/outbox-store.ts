import type { Message } from '../messages/message.ts'
import type { OutboxStatus } from '../messages/outbox-status.ts'

/** Writes the `delivery` map of outbox documents, the only part that is ours. */
export interface OutboxStore {
  /** Writes a state. False: the document no longer exists. */
  writeStatus(path: string, delivery: OutboxStatus): Promise<boolean>
  /**
   * Writes the state that follows from a document's messages, in one transaction, so that a reader of older state cannot
   * overwrite newer. False: the document no longer exists, or nothing follows (null).
   */
  writeStatusOfMessages(
    path: string,
    statusOf: (messages: readonly Message[]) => OutboxStatus | null,
  ): Promise<boolean>
}
