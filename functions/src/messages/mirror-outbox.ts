import type { Clock } from '../kernel/clock.ts'
import type { Announce } from './announce.ts'
import { deliveryOf, joinedDelivery } from './outbox-delivery.ts'
import type { OutboxStore } from './outbox-store.ts'

export interface MirrorNeeds {
  outbox: Pick<OutboxStore, 'tellOfMessages'>
  clock: Clock
}

/** Tells the outbox document of a message how it, and the others it asked for, stand now. */
export const mirrorOutbox =
  ({ outbox, clock }: MirrorNeeds): Announce =>
  async ({ outbox: asked }) => {
    if (!asked) return
    const now = clock.now()
    await outbox.tellOfMessages(asked.path, (messages) => {
      const [first, ...others] = messages.map((message) => deliveryOf(message, now))
      if (!first) return null
      return asked.recipients === 1 ? first : joinedDelivery([first, ...others])
    })
  }
