import { isWaypostError } from '@waypost/contract'
import type { AuditOrigin, AuditAction, RecordAuditAction } from './audit-action.ts'

export interface WithAudit {
  readonly act: AuditAction
  readonly request: AuditOrigin
  readonly recordAuditAction: RecordAuditAction
}

/**
 * Records an action before performing it: what cannot be recorded is not done. A failure is recorded as a second entry,
 * so that the log never claims an action that did not happen.
 */
export async function withAudit<T>(
  { act, request, recordAuditAction }: WithAudit,
  work: () => Promise<T>,
): Promise<T> {
  await recordAuditAction(act, request)
  try {
    return await work()
  } catch (error) {
    const because = isWaypostError(error) ? error.code : 'INTERNAL'
    await recordAuditAction({ ...act, outcome: 'failed', details: { ...act.details, because } }, request)
    throw error
  }
}
