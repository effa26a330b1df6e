import { isWaypostError } from '@waypost/contract'
import type { Alert } from '../kernel/alert.ts'
import type { Clock } from '../kernel/clock.ts'
import type { AuditedAct, RecordAct } from './audited-act.ts'
import { seesAll } from './caller.ts'
import { actorOf } from './record-act.ts'
import type { Route, RouteAnswer, RouteRequest } from './route.ts'

export interface OperatorActNeeds {
  recordAct: RecordAct
  alert: Alert
  clock: Clock
}

/**
 * Handles a request, and records it when it is one that a route wants recorded (`Route.operatorAct`). A message that
 * went out cannot be called back, so an act that could not be recorded is not refused: it becomes an alert.
 */
export async function handleRecorded(
  route: Route,
  request: RouteRequest,
  needs: OperatorActNeeds,
): Promise<RouteAnswer> {
  const { operatorAct } = route
  if (!operatorAct || !isOperators(operatorAct.of, request)) return route.handle(request)
  const { action } = operatorAct
  try {
    const answer = await route.handle(request)
    if (!isDry(answer.body))
      await recordOrAlert({ action, target: targetOf(answer.body, request) }, request, needs)
    return answer
  } catch (error) {
    // Refused, and there may be a message all the same.
    if (isWaypostError(error) && error.id !== undefined)
      await recordOrAlert(failed(action, error.id, error.code), request, needs)
    throw error
  }
}

const failed = (action: string, target: string, because: string): AuditedAct => ({
  action,
  target,
  outcome: 'failed',
  details: { because },
})

/** A server that sends all day is no operator; one that steers what others sent acts as one. */
const isOperators = (of: 'people' | 'everybody', { caller }: RouteRequest): boolean =>
  seesAll(caller) && (of === 'everybody' || caller.kind === 'user')

const isDry = (body: unknown): boolean => (body as { dryRun?: unknown } | undefined)?.dryRun === true

/** What came of it, what it was done to, or, for a batch, the request. */
function targetOf(body: unknown, { params, requestId }: RouteRequest): string {
  const id = (body as { id?: unknown } | undefined)?.id
  return typeof id === 'string' ? id : (params['id'] ?? requestId)
}

async function recordOrAlert(
  act: AuditedAct,
  request: RouteRequest,
  { recordAct, alert, clock }: OperatorActNeeds,
): Promise<void> {
  const { action, target } = act
  try {
    await recordAct(act, request)
  } catch {
    const message = `${action} of ${target} by ${actorOf(request.caller)} (${request.requestId}) is not in the audit log.`
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
