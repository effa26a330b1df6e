import type { OutboxDelivery } from './outbox-delivery.ts'

/** The documents of apps, as far as we write them: their `delivery` map. */
export interface OutboxStore {
  /** Writes a delivery. False: the document is gone. */
  tell(path: string, delivery: OutboxDelivery): Promise<boolean>
}
