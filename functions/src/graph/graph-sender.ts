import type { Session } from '../sessions/session.ts'
import type { GraphSender } from './graph-client.ts'

/** The number of a session, and whose token speaks for it. */
export const graphSender = (
  { phoneNumberId, tokenSecret }: Pick<Session, 'phoneNumberId' | 'tokenSecret'>,
  mode: GraphSender['mode'],
): GraphSender => ({ phoneNumberId, mode, ...(tokenSecret !== undefined && { tokenSecret }) })
