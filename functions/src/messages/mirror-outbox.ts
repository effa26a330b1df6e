import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Announce } from './announce.ts'
import type { StoredMessage } from './message.ts'
import type { MessageStore } from './message-store.ts'
import { deliveryOf, joinedDelivery } from './outbox-delivery.ts'
import type { OutboxStore } from './outbox-store.ts'

export interface MirrorNeeds {
  outbox: OutboxStore
  messages: Pick<MessageStore, 'ofOutbox'>
  clock: Clock
  log: Log
}

/**
 * Tells the outbox document of a message how it stands. A document with one recipient costs one blind write; of
 * one with several, its other messages are looked at first. A document that cannot be told stops nothing: the
 * message itself is settled.
 */
export const mirrorOutbox =
  (needs: MirrorNeeds): Announce =>
  async (message) => {
    if (!message.outbox) return
    try {
      await tellDocument(message, message.outbox, needs)
    } catch (error) {
      needs.log.error('outbox.not_told', { messageId: message.id, error: String(error) })
    }
  }

async function tellDocument(
  message: StoredMessage,
  { path, recipients }: NonNullable<StoredMessage['outbox']>,
  { outbox, messages, clock }: MirrorNeeds,
): Promise<void> {
  const now = clock.now()
  if (recipients === 1) return void (await outbox.tell(path, deliveryOf(message, now)))
  const all = await messages.ofOutbox(path)
  const deliveries = all.map((one) => deliveryOf(one.id === message.id ? message : one, now))
  await outbox.tell(path, joinedDelivery(deliveries))
}
