import type { KernelServices } from '../kernel/kernel-services.ts'
import type { SessionServices } from '../sessions/session-services.ts'
import { failureFromStatus } from '../graph/graph-error.ts'
import { ruleFor } from '../graph/meta-error-table.ts'
import { holdSessionAndNotify, type HoldNeeds } from '../sessions/hold-session.ts'
import { sessionsByNumber } from '../sessions/sessions-by-account.ts'
import { applied, ignored, quarantined, type ItemHandler } from './item-handler.ts'
import { unknownNumber } from './unknown-sender.ts'
import { reportedAt } from './webhook-value.ts'

export type HandleAccountErrorNeeds = HoldNeeds &
  Pick<KernelServices & SessionServices, 'freshSessions' | 'alert'>

/**
 * An error of the account or number, without a message: what the table of Meta's errors says of it happens. What
 * passes by itself is kept.
 */
export const handleAccountError: ItemHandler<HandleAccountErrorNeeds> = async (item, needs) => {
  const failure = failureFromStatus(JSON.parse(item.item))
  if (failure.code === undefined) return quarantined('This error has no code.')
  const sessions = sessionsByNumber(item.phoneNumberId, await needs.freshSessions())
  if (sessions.length === 0) return unknownNumber(item)
  const { code, action, meaning, hint } = ruleFor(failure)
  const since = reportedAt(item)
  const reason = `${failure.details ?? failure.message ?? failure.title ?? meaning} ${hint}`
  if (action === 'retry') return ignored(`${meaning} It resolves by itself.`)
  if (action !== 'hold-session') {
    const event = `number.error_${String(failure.code)}`
    const message = `Meta reports an error of the number (code ${String(failure.code)}): ${reason}`
    await needs.alert({ event, about: item.phoneNumberId, code, message, severity: 'warn', at: since })
    return applied(`${meaning} An alert was raised.`)
  }
  for (const session of sessions)
    if (!session.resumedAt || session.resumedAt <= since)
      await holdSessionAndNotify(session, { code, reason, since, metaCode: failure.code }, needs)
  return applied(`${meaning} Its sessions are on hold.`)
}
