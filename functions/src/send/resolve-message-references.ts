import { isId, isWaypostError, WaypostError } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import type { MessageContent } from '../graph/payload.ts'
import { findAnyMessage, type FindNeeds } from '../messages/find-message.ts'
import type { ListedMessage } from '../messages/message-store.ts'

/** Content and quote of a send; messages in them are named by our id or by Meta's. */
export interface UnresolvedContent {
  readonly content: MessageContent
  readonly replyTo?: string | undefined
}

/** The same with Meta's ids alone, as Meta wants it. */
export interface ResolvedContent {
  readonly content: MessageContent
  readonly replyTo?: string
}

/**
 * Turns our ids of messages, in a quote or a reaction, into Meta's.
 * @throws WaypostError `MESSAGE_NOT_FOUND` for one that is not the caller's, `MESSAGE_STATE_CONFLICT` for one
 *   that Meta has not accepted
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
      message: `Meta has not accepted ${id} yet, so that nothing can refer to it.`,
      fields: [{ path, message: 'is not accepted by Meta yet' }],
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
      message: `There is no message ${id} of yours.`,
      fields: [{ path, message: 'is no message of yours' }],
    })
  }
}
