import { after } from '../kernel/clock.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { SendingChange } from '../messages/message-store.ts'
import type { SettleNeeds } from './send-claimed.ts'

/** When the sweep tells, if whoever settled did not come to it. */
const RENOTIFY_SECONDS = 60

/**
 * Settles a message and sees to it that whoever asked for it hears. A document that asked for this message alone is
 * told in the same commit. One that asked for several is told afterwards, from all of them: until it was, the
 * message keeps an alarm, so that a process that dies in between leaves nobody waiting.
 */
export async function settleMessage(
  claimed: StoredMessage,
  change: SendingChange,
  needs: SettleNeeds,
): Promise<StoredMessage | null> {
  const { messages, onMessageChanged, log, from } = needs
  if (claimed.outbox === undefined || claimed.outbox.recipients === 1)
    return messages.settle(claimed, change, from)
  const alarm = after(change.entry.at, RENOTIFY_SECONDS)
  const settled = await messages.settle(claimed, { ...change, wakeAt: change.wakeAt ?? alarm }, from)
  if (!settled) return null
  try {
    await onMessageChanged(settled)
    if (change.wakeAt === null) await messages.clearNextAction(settled)
  } catch (error) {
    log.warn('outbox.not_told', { messageId: settled.id, error: String(error) })
  }
  return settled
}
