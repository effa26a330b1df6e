import type { KernelServices } from '../kernel/kernel-services.ts'
import type { MessageObserver } from '../messages/message-observer.ts'
import { outboxStatus, mergeOutboxStatuses } from '../messages/outbox-status.ts'
import type { OutboxStore } from './outbox-store.ts'

export interface UpdateOutboxStatusNeeds extends Pick<KernelServices, 'clock'> {
  outbox: Pick<OutboxStore, 'writeStatusOfMessages'>
}

/** Writes the state of a message, merged with the others of its document, to its outbox document. */
export const updateOutboxStatus =
  ({ outbox, clock }: UpdateOutboxStatusNeeds): MessageObserver =>
  async ({ outbox: origin }) => {
    if (!origin) return
    const now = clock.now()
    await outbox.writeStatusOfMessages(origin.path, (messages) => {
      const [first, ...others] = messages.map((message) => outboxStatus(message, now))
      if (!first) return null
      return origin.recipients === 1 ? first : mergeOutboxStatuses([first, ...others])
    })
  }
