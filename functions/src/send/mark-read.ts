import type { SessionServices } from '../sessions/session-services.ts'
import { isId, WaypostError, type MarkReadRequest } from '@waypost/contract'
import { canSeeMetaErrors, type Caller } from '../http/caller.ts'
import type { GraphClient } from '../graph/graph-client.ts'
import { ruleFor } from '../graph/meta-error-table.ts'
import { graphSender } from '../graph/graph-sender.ts'
import { ownedSessions, resolveSession } from '../sessions/resolve-session.ts'
import type { Session } from '../sessions/session.ts'
import { errorOf } from '../messages/message-error.ts'
import type { MessageStore } from '../messages/message-store.ts'
import type { SendSettings } from '../messages/send-settings.ts'
import { modeOf } from '../http/caller.ts'

export interface MarkReadNeeds extends Pick<SessionServices, 'sessions'> {
  messages: Pick<MessageStore, 'findAny'>
  graph: Pick<GraphClient, 'markRead'>
  settings: Pick<SendSettings, 'hasSimulator'>
}

/**
 * Marks an inbound message as read for its sender and, on request, shows a typing indicator.
 * @param id our id of a message on a session that the caller owns, or Meta's
 * @throws WaypostError `MESSAGE_NOT_FOUND` for any other id, or Meta's refusal
 */
export async function markRead(
  id: string,
  { caller, input }: { caller: Caller; input: MarkReadRequest },
  needs: MarkReadNeeds,
): Promise<{ dryRun: boolean }> {
  const { graph, settings } = needs
  const { wamid, session } = await readMessage(id, { caller, input }, needs)
  const mode = modeOf(caller)
  if (mode === 'test' && !settings.hasSimulator) return { dryRun: true }
  const failure = await graph.markRead(graphSender(session, mode), { wamid, typing: input.typing === true })
  if (!failure) return { dryRun: false }
  const { code, message, meta } = errorOf(failure, ruleFor(failure))
  throw new WaypostError(code, { message, meta: canSeeMetaErrors(caller) ? meta : undefined })
}

/** Meta's id does not name the session, so the request must. */
async function readMessage(
  id: string,
  { caller, input }: { caller: Caller; input: MarkReadRequest },
  { messages, sessions }: MarkReadNeeds,
): Promise<{ wamid: string; session: Session }> {
  const all = await sessions()
  if (/^wamid\.[A-Za-z0-9+/=_-]{1,500}$/.test(id))
    return { wamid: id, session: resolveSession(caller, input.session, all) }
  const message = isId('msg', id) ? await messages.findAny(id) : null
  const session = ownedSessions(caller, all).find((owned) => owned.id === message?.sessionId)
  if (message?.direction !== 'in' || !session)
    throw new WaypostError('MESSAGE_NOT_FOUND', {
      message:
        'No such inbound message. Use its id on a session of yours (msg_…), or the id that Meta gave it (wamid.…).',
    })
  return { wamid: message.wamid, session }
}
