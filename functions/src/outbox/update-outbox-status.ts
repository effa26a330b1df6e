import type { Clock } from '../kernel/clock.ts'
import type { MessageObserver } from '../messages/message-observer.ts'
import { outboxStatus, mergeOutboxStatuses } from '../messages/outbox-status.ts'
import type { OutboxStore } from './outbox-store.ts'

export interface UpdateOutboxStatusNeeds {
  outbox: Pick<OutboxStore, 'writeStatusOfMessages'>
  clock: Clock
}

/** Tells the outbox document of a message how it, and the others it asked for, stand now. */
export const updateOutboxStatus =
  ({ outbox, clock }: UpdateOutboxStatusNeeds): MessageObserver =>
  async ({ outbox: query }) => {
    if (!query) return
    const now = clock.now()
    await outbox.writeStatusOfMessages(query.path, (messages) => {
      const [first, ...others] = messages.map((message) => outboxStatus(message, now))
      if (!first) return null
      return query.recipients === 1 ? first : mergeOutboxStatuses([first, ...others])
    })
  }
