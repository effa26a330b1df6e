import type { KernelServices } from '../kernel/kernel-services.ts'
import type { SessionHealth } from '@waypost/contract'
import type { TokenStatus } from './access-token.ts'
import type { Session } from './session.ts'
import { holdView } from './session-view.ts'
import { tokenHealth } from './token-health.ts'

/** Meta's answer about a number. */
export type PhoneNumberStatus =
  | { readonly state: 'known'; readonly number: NonNullable<SessionHealth['number']> }
  | { readonly state: 'refused' | 'unreachable'; readonly reason: string }

/** When something last happened on a session. */
export interface SessionActivity {
  readonly lastSendAt: Date | null
  readonly lastWebhookAt: Date | null
}

export interface SessionHealthNeeds extends Pick<KernelServices, 'clock'> {
  /** Never throws for what Meta or the network does. */
  fetchPhoneNumberStatus(session: Session): Promise<PhoneNumberStatus>
  /** Null: its secret is not bound to this function. */
  inspectTokenOf(session: Session): Promise<TokenStatus | null>
  activity(sessionId: string): Promise<SessionActivity>
  countWaiting(sessionId: string): Promise<number>
}

/** How a session is: what Meta says of its number and token, whether it is on hold, and when it last worked. */
export async function sessionHealth(session: Session, needs: SessionHealthNeeds): Promise<SessionHealth> {
  const { id, channel } = session
  const isCloud = channel === 'cloud'
  const [asked, token, { lastSendAt, lastWebhookAt }, waiting] = await Promise.all([
    isCloud ? needs.fetchPhoneNumberStatus(session) : null,
    isCloud ? needs.inspectTokenOf(session) : null,
    needs.activity(id),
    needs.countWaiting(id),
  ])
  const now = needs.clock.now()
  return {
    id,
    channel,
    ...stateOf(session, asked),
    hold: holdView(session),
    number: asked?.state === 'known' ? asked.number : null,
    token: token && tokenHealth(token, now),
    waiting,
    lastSendAt: lastSendAt?.toISOString() ?? null,
    lastWebhookAt: lastWebhookAt?.toISOString() ?? null,
    time: now.toISOString(),
  }
}

/** The first thing that keeps it from sending. */
function stateOf(
  { hold }: Session,
  asked: PhoneNumberStatus | null,
): Pick<SessionHealth, 'state' | 'reason'> {
  if (!asked) return { state: 'unsupported', reason: 'A paired phone needs a session runner.' }
  if (hold) return { state: 'held', reason: hold.reason }
  if (asked.state === 'known') return { state: 'ready' }
  return { state: asked.state === 'refused' ? 'refused' : 'unknown', reason: asked.reason }
}
