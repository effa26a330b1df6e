import type { KernelServices } from '../kernel/kernel-services.ts'
import { isWaypostError } from '@waypost/contract'
import type { AuditAction } from './audit-action.ts'
import { isOperator } from '../http/caller.ts'
import { auditActor, type AuditServices } from './record-audit-action.ts'
import type { CallerRoute, RouteAnswer, RouteRequest } from '../http/route.ts'
import { asObject } from '../kernel/untrusted-json.ts'

/**
 * Handles a request and records it where its route has an `operatorAction`. Recorded afterwards: a message that was
 * sent cannot be cancelled, so an action that could not be recorded raises an alert instead of failing the request.
 */
export async function auditOperatorAction(
  route: CallerRoute,
  request: RouteRequest,
  needs: Pick<KernelServices & AuditServices, 'recordAuditAction' | 'alert' | 'clock'>,
): Promise<RouteAnswer> {
  const { operatorAction } = route
  if (!operatorAction || !isOperatorAction(operatorAction.of, request)) return route.handle(request)
  const { action } = operatorAction
  try {
    const answer = await route.handle(request)
    if (!isDryRun(answer.body))
      await recordOrAlert({ action, target: targetOf(answer.body, request) }, request, needs)
    return answer
  } catch (error) {
    // Refused, and there may be a message all the same.
    if (isWaypostError(error) && error.id !== undefined)
      await recordOrAlert(failedAction(action, error.id, error.code), request, needs)
    throw error
  }
}

const failedAction = (action: string, target: string, because: string): AuditAction => ({
  action,
  target,
  outcome: 'failed',
  details: { because },
})

/** A server that sends all day is no operator; one that steers what others sent acts as one. */
const isOperatorAction = (of: 'people' | 'everybody', { caller }: RouteRequest): boolean =>
  isOperator(caller) && (of === 'everybody' || caller.kind === 'user')

const isDryRun = (body: unknown): boolean => asObject(body)['dryRun'] === true

/** What came of it, what it was done to, or, for a batch, the request. */
function targetOf(body: unknown, { params, requestId }: RouteRequest): string {
  const { id } = asObject(body)
  return typeof id === 'string' ? id : (params['id'] ?? requestId)
}

async function recordOrAlert(
  act: AuditAction,
  request: RouteRequest,
  {
    recordAuditAction,
    alert,
    clock,
  }: Pick<KernelServices & AuditServices, 'recordAuditAction' | 'alert' | 'clock'>,
): Promise<void> {
  const { action, target } = act
  try {
    await recordAuditAction(act, request)
  } catch {
    const message = `${action} of ${target} by ${auditActor(request.caller)} (${request.requestId}) is not in the audit log.`
    // An alert is a line in the log before it is a document: it is not lost when Firestore is what fails.
    await alert({
      event: 'audit.lost',
      about: target,
      code: 'UNAVAILABLE',
      message,
      at: clock.now(),
    }).catch(() => undefined)
  }
}
