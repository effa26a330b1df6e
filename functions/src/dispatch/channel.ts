import type { GraphClient, SendOutcome } from '../graph/graph-client.ts'
import { composePayload, type MessageContent } from '../graph/payload.ts'
import { graphSender } from '../graph/graph-sender.ts'
import type { Recipient } from '../kernel/recipient.ts'
import type { Session } from '../sessions/session.ts'

/** A message on its way out, as a channel needs to know it. */
export interface OutgoingMessage {
  readonly to: Recipient
  readonly content: MessageContent
  readonly replyTo?: string
  readonly mode: 'live' | 'test'
  /** Comes back with each status. */
  readonly callbackData: string
}

/** The way messages of a session take. Never throws for what happens on the way. */
export type Channel = (session: Session, message: OutgoingMessage) => Promise<SendOutcome>

/** One for each kind of session. */
export type Channels = Readonly<Record<Session['channel'], Channel>>

/** `cloud` goes through Meta's Graph API; for paired phones there is no way here. */
export const createChannels = (graph: Pick<GraphClient, 'send'>): Channels => ({
  cloud: (session, { mode, ...message }) => graph.send(graphSender(session, mode), composePayload(message)),
  web: async () => ({
    kind: 'impossible',
    code: 'RUNNER_NOT_CONFIGURED',
    because: 'This session is a paired phone, which needs a session runner, and none is configured.',
  }),
})
