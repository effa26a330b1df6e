import type { Message } from '../messages/message.ts'
import type { OutboxStatus } from '../messages/outbox-status.ts'

/** The documents of apps, as far as we write them: their `delivery` map. */
export interface OutboxStore {
  /** Writes a delivery. False: the document is gone. */
  writeStatus(path: string, delivery: OutboxStatus): Promise<boolean>
  /**
   * Writes what follows from the messages that a document asked for, as they are in this moment: whoever looked
   * earlier and writes later cannot take it back. False: the document is gone, or nothing follows (null).
   */
  writeStatusOfMessages(
    path: string,
    say: (messages: readonly Message[]) => OutboxStatus | null,
  ): Promise<boolean>
}
