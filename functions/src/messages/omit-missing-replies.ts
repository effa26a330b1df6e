import { mapConcurrent } from '../kernel/map-concurrent.ts'
import type { ListedMessage, MessageStore } from './message-store.ts'

const MAX_READS_AT_ONCE = 20

/**
 * Removes `replyToId` where that message is not stored. Messages arrive in any order, so the id of a contact's own
 * message is stored with the reply before the message itself is known.
 */
export async function omitMissingReplies<M extends ListedMessage>(
  page: readonly M[],
  { messages }: { messages: Pick<MessageStore, 'findAny'> },
): Promise<M[]> {
  const onPage = new Set(page.map(({ id }) => id))
  return mapConcurrent(page, MAX_READS_AT_ONCE, async (message) => {
    if (message.direction === 'out' || message.replyToId === undefined) return message
    if (onPage.has(message.replyToId) || (await messages.findAny(message.replyToId))) return message
    const { replyToId: _replyToId, ...shown } = message
    return shown as M
  })
}
