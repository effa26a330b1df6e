import { graphSender } from '../graph/graph-sender.ts'
import type { GraphClient } from '../graph/graph-client.ts'
import { mapConcurrent } from '../kernel/map-concurrent.ts'
import type { MessageStore } from '../messages/message-store.ts'
import type { Session } from '../sessions/session.ts'
import { handOver, type HandOverNeeds } from './hand-over.ts'
import { isOutageFailure } from './outage.ts'
import { endOutage, type ResumeNeeds } from './resume-session.ts'

export interface ProbeOutagesNeeds extends HandOverNeeds, ResumeNeeds {
  messages: HandOverNeeds['messages'] & Pick<MessageStore, 'listHeldBySession' | 'updateIfUnchanged'>
  graph: Pick<GraphClient, 'probe'>
}

const PROBES_AT_ONCE = 20

/**
 * Tries each session that an outage holds, once: a request that sends nothing, then, when Meta answers it, one held
 * message. The hold ends when that message meets no outage any more, or at once when no message waits.
 */
export async function probeOutages(sessions: readonly Session[], needs: ProbeOutagesNeeds): Promise<void> {
  const held = sessions.filter(({ hold }) => hold?.outage)
  await mapConcurrent(held, PROBES_AT_ONCE, (session) =>
    probe(session, needs).catch((error: unknown) =>
      needs.log.warn('session.probe_failed', { sessionId: session.id }, error),
    ),
  )
}

async function probe(session: Session, needs: ProbeOutagesNeeds): Promise<void> {
  const failure = await needs.graph.probe(graphSender(session, 'live'))
  if (failure && isOutageFailure(failure)) return
  const [message] = await needs.messages.listHeldBySession(session.id, 1)
  if (message) await handOver([{ ...message, trial: true }], session, needs)
  else await endOutage(session, needs)
}
