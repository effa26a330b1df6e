import { WaypostError, type MarkReadRequest } from '@waypost/contract'
import { seesMeta, type Caller } from '../access/caller.ts'
import type { GraphClient } from '../graph/graph-client.ts'
import { ruleFor } from '../graph/meta-error-table.ts'
import { resolveSession } from '../sessions/resolve-session.ts'
import type { Session } from '../sessions/session.ts'
import { errorOf } from './message-error.ts'
import { modeOf, type SendSettings } from './prepare-send.ts'

export interface MarkReadNeeds {
  sessions(): Promise<readonly Session[]>
  graph: Pick<GraphClient, 'markRead'>
  settings: Pick<SendSettings, 'hasSimulator'>
}

/**
 * Shows the person who wrote an inbound message that it was read, and that somebody is typing if so wished.
 * @param wamid Meta's id of the message: what comes in is not kept as a message of ours
 * @throws WaypostError `MESSAGE_NOT_FOUND` for an id that is none of Meta's, or Meta's refusal
 */
export async function markRead(
  wamid: string,
  { caller, wish }: { caller: Caller; wish: MarkReadRequest },
  { sessions, graph, settings }: MarkReadNeeds,
): Promise<{ dryRun: boolean }> {
  if (!/^wamid\.[A-Za-z0-9+/=_-]{1,500}$/.test(wamid))
    throw new WaypostError('MESSAGE_NOT_FOUND', {
      message: 'Name the inbound message by the id that Meta gave it: wamid.…',
    })
  const { phoneNumberId } = resolveSession(caller, wish.session, await sessions())
  const mode = modeOf(caller)
  if (mode === 'test' && !settings.hasSimulator) return { dryRun: true }
  const failure = await graph.markRead({ phoneNumberId, mode }, { wamid, typing: wish.typing === true })
  if (!failure) return { dryRun: false }
  const { code, message, meta } = errorOf(failure, ruleFor(failure))
  throw new WaypostError(code, { message, meta: seesMeta(caller) ? meta : undefined })
}
