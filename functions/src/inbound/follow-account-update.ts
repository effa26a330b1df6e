import { resumeSession, type ResumeNeeds } from '../messages/resume-session.ts'
import { putOnHold, type HoldNeeds } from '../sessions/put-on-hold.ts'
import type { Session } from '../sessions/session.ts'
import { sessionsOfAccount } from '../sessions/sessions-of.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import { accountVerdict, type AccountVerdict } from './account-verdict.ts'
import { done, kept, quarantined, type Follow } from './follow.ts'
import { newsIn, toldAtOf, wordIn } from './news-value.ts'

export interface AccountNewsNeeds extends HoldNeeds, ResumeNeeds {
  /** Not from memory: a hold of a moment ago counts. */
  freshSessions(): Promise<readonly Session[]>
  learn: SessionStore['learn']
}

export const notOurs = kept('It is of an account that no session here belongs to.')

/** Meta restricted an account, let it go again, or has other news of it. */
export const followAccountUpdate: Follow<AccountNewsNeeds> = async (item, needs) => {
  const value = newsIn(item)
  if (!value) return quarantined('This account_update is no object.')
  const verdict = accountVerdict(value, needs.clock.now())
  if (verdict.kind === 'unknown') return quarantined(verdict.because)
  const sessions = sessionsOfAccount(item.wabaId, await needs.freshSessions())
  if (sessions.length === 0) return notOurs
  const at = toldAtOf(item)
  if (verdict.kind === 'notice') {
    const { severity, message } = verdict
    const event = `account.${(wordIn(value, 'event') ?? '').toLowerCase()}`
    await needs.alert({ event, about: item.wabaId, message, severity, at })
    return done(message)
  }
  const acts: string[] = []
  for (const session of sessions) acts.push(await apply(verdict, { session, at }, needs))
  return done(`${verdict.reason} ${acts.join(' ')}`)
}

type Turn = Extract<AccountVerdict, { kind: 'restricted' | 'free' }>

/** @returns what was done, in words */
async function apply(
  verdict: Turn,
  { session, at }: { session: Session; at: Date },
  needs: AccountNewsNeeds,
): Promise<string> {
  const told = await needs.learn(session.id, 'account', { value: verdict.kind, at })
  if (told !== 'current') return `${session.id}: Meta told something later already.`
  if (verdict.kind === 'free') return release(session, needs)
  if (session.resumedAt && session.resumedAt > at) return `${session.id}: it was resumed since.`
  const { reason, until } = verdict
  const hold = { code: 'ACCOUNT_RESTRICTED' as const, reason, since: at, ...(until && { until }) }
  const began = await putOnHold(session, hold, needs)
  return `${session.id}: ${began ? 'put on hold.' : 'it was on hold.'}`
}

/** Only what a restriction began: a dead token is not cured by it. */
async function release(session: Session, needs: AccountNewsNeeds): Promise<string> {
  if (session.hold?.code !== 'ACCOUNT_RESTRICTED') return `${session.id}: no hold to end.`
  const { woken } = await resumeSession(session, needs)
  return `${session.id}: resumed, ${String(woken)} messages woke.`
}
