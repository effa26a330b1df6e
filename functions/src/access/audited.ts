import { isWaypostError } from '@waypost/contract'
import type { ActingRequest, AuditedAct, RecordAct } from './audited-act.ts'

export interface Audited {
  readonly act: AuditedAct
  readonly request: ActingRequest
  readonly recordAct: RecordAct
}

/**
 * Records an act, then does it: what cannot be recorded is not done. One that then fails is recorded once more, as
 * failed, so that the log never tells of something that did not happen.
 */
export async function audited<T>({ act, request, recordAct }: Audited, work: () => Promise<T>): Promise<T> {
  await recordAct(act, request)
  try {
    return await work()
  } catch (error) {
    const because = isWaypostError(error) ? error.code : 'INTERNAL'
    await recordAct({ ...act, outcome: 'failed', details: { ...act.details, because } }, request)
    throw error
  }
}
