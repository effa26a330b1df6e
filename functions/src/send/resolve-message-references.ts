import { isId, isWaypostError, WaypostError } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import type { MessageContent } from '../graph/payload.ts'
import { findAnyMessage, type FindNeeds } from '../messages/find-message.ts'
import type { ListedMessage } from '../messages/message-store.ts'

/** Content and quote of a send; they refer to messages by our id or by Meta's. */
export interface UnresolvedContent {
  readonly content: MessageContent
  readonly replyTo?: string | undefined
}

/** The same with Meta's ids only, as Meta requires. */
export interface ResolvedContent {
  readonly content: MessageContent
  readonly replyTo?: string
}

/**
 * Replaces our message ids in a quote or a reaction by Meta's.
 * @throws WaypostError `MESSAGE_NOT_FOUND` for a message the caller cannot see, `MESSAGE_STATE_CONFLICT` for one that
 *   Meta has not accepted
 */
export async function resolveMessageReferences(
  { content, replyTo }: UnresolvedContent,
  caller: Caller,
  needs: FindNeeds,
): Promise<ResolvedContent> {
  const wamid = (path: string, id: string) => wamidOf({ path, id }, caller, needs)
  const quoted = replyTo === undefined ? {} : { replyTo: await wamid('/replyTo', replyTo) }
  if (content.type !== 'reaction') return { content, ...quoted }
  const { messageId, emoji } = content.reaction
  const reaction = { messageId: await wamid('/reaction/messageId', messageId), emoji }
  return { content: { type: 'reaction', reaction }, ...quoted }
}

async function wamidOf(
  { path, id }: { path: string; id: string },
  caller: Caller,
  needs: FindNeeds,
): Promise<string> {
  if (!isId('msg', id)) return id
  const { wamid = '' } = await found({ path, id }, caller, needs)
  if (wamid === '')
    throw new WaypostError('MESSAGE_STATE_CONFLICT', {
      message: `Message ${id} cannot be referenced: Meta has not accepted it yet. Try again later.`,
      fields: [{ path, message: 'has not been accepted by Meta yet' }],
    })
  return wamid
}

async function found(
  { path, id }: { path: string; id: string },
  caller: Caller,
  needs: FindNeeds,
): Promise<ListedMessage> {
  try {
    return await findAnyMessage(id, caller, needs)
  } catch (error) {
    if (!isWaypostError(error)) throw error
    throw new WaypostError('MESSAGE_NOT_FOUND', {
      message: `Message ${id} not found.`,
      fields: [{ path, message: 'not found' }],
    })
  }
}
