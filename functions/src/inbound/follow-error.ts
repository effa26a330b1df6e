import { failureFromStatus } from '../graph/graph-error.ts'
import { ruleFor } from '../graph/meta-error-table.ts'
import type { Alert } from '../kernel/alert.ts'
import { putOnHold, type HoldNeeds } from '../sessions/put-on-hold.ts'
import type { Session } from '../sessions/session.ts'
import { sessionsOfNumber } from '../sessions/sessions-of.ts'
import { done, kept, quarantined, type Follow } from './follow.ts'
import { toldAtOf } from './news-value.ts'

export interface FollowErrorNeeds extends HoldNeeds {
  freshSessions(): Promise<readonly Session[]>
  alert: Alert
}

/**
 * An error of the account or number, without a message: what the table of Meta's errors says of it happens. What
 * passes by itself is kept.
 */
export const followError: Follow<FollowErrorNeeds> = async (item, needs) => {
  const failure = failureFromStatus(JSON.parse(item.item))
  if (failure.code === undefined) return quarantined('This error has no code.')
  const sessions = sessionsOfNumber(item.phoneNumberId, await needs.freshSessions())
  if (sessions.length === 0) return kept('It is of a number that no session here sends from.')
  const { code, then, meaning, advice } = ruleFor(failure)
  const since = toldAtOf(item)
  const reason = `${failure.details ?? failure.message ?? failure.title ?? meaning} ${advice}`
  if (then === 'retry') return kept(`${meaning} It passes by itself.`)
  if (then !== 'hold-session') {
    const event = `number.error_${String(failure.code)}`
    const message = `Meta reports an error of the number (code ${String(failure.code)}): ${reason}`
    await needs.alert({ event, about: item.phoneNumberId, code, message, severity: 'warn', at: since })
    return done(`${meaning} Operators were told.`)
  }
  for (const session of sessions)
    if (!session.resumedAt || session.resumedAt <= since)
      await putOnHold(session, { code, reason, since, metaCode: failure.code }, needs)
  return done(`${meaning} Its sessions are on hold.`)
}
