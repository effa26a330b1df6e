import type { SessionServices } from '../sessions/session-services.ts'
import { resumeSession, type ResumeNeeds } from '../dispatch/resume-session.ts'
import { holdSessionAndNotify, type HoldNeeds } from '../sessions/hold-session.ts'
import type { Session } from '../sessions/session.ts'
import { sessionsByAccount } from '../sessions/sessions-by-account.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import { classifyAccountUpdate, type AccountUpdateEffect } from './classify-account-update.ts'
import { applied, quarantined, type ItemHandler } from './item-handler.ts'
import { unknownAccount } from './unknown-sender.ts'
import { changeValue, reportedAt, stringField } from './webhook-value.ts'

export interface AccountUpdateNeeds extends HoldNeeds, ResumeNeeds, Pick<SessionServices, 'freshSessions'> {
  recordSignal: SessionStore['recordSignal']
}

/** Restrictions of an account, their end, and other account updates. */
export const handleAccountUpdate: ItemHandler<AccountUpdateNeeds> = async (item, needs) => {
  const value = changeValue(item)
  if (!value) return quarantined('This account_update is no object.')
  const verdict = classifyAccountUpdate(value, needs.clock.now())
  if (verdict.kind === 'unknown') return quarantined(verdict.because)
  const sessions = sessionsByAccount(item.wabaId, await needs.freshSessions())
  if (sessions.length === 0) return unknownAccount(item)
  const at = reportedAt(item)
  if (verdict.kind === 'notice') {
    const { severity, message } = verdict
    const event = `account.${(stringField(value, 'event') ?? '').toLowerCase()}`
    await needs.alert({ event, about: item.wabaId, message, severity, at })
    return applied(message)
  }
  const acts: string[] = []
  for (const session of sessions) acts.push(await apply(verdict, { session, at }, needs))
  return applied(`${verdict.reason} ${acts.join(' ')}`)
}

type HoldChange = Extract<AccountUpdateEffect, { kind: 'restricted' | 'free' }>

/** @returns what was done, in words */
async function apply(
  verdict: HoldChange,
  { session, at }: { session: Session; at: Date },
  needs: AccountUpdateNeeds,
): Promise<string> {
  const recorded = await needs.recordSignal(session.id, 'account', { value: verdict.kind, at })
  if (recorded !== 'current') return `${session.id}: a later update was applied already.`
  if (verdict.kind === 'free') return endHold(session, needs)
  if (session.resumedAt && session.resumedAt > at) return `${session.id}: it was resumed since.`
  const { reason, until } = verdict
  const hold = { code: 'ACCOUNT_RESTRICTED' as const, reason, since: at, ...(until && { until }) }
  const began = await holdSessionAndNotify(session, hold, needs)
  return `${session.id}: ${began ? 'put on hold.' : 'it was on hold.'}`
}

/** Only what a restriction began: a dead token is not cured by it. */
async function endHold(session: Session, needs: AccountUpdateNeeds): Promise<string> {
  if (session.hold?.code !== 'ACCOUNT_RESTRICTED') return `${session.id}: no hold to end.`
  const { woken } = await resumeSession(session, needs)
  return `${session.id}: resumed, ${String(woken)} messages woke.`
}
