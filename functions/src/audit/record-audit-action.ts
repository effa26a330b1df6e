import type { KernelServices } from '../kernel/kernel-services.ts'
import { WaypostError } from '@waypost/contract'
import type { AuditStore } from './audit-store.ts'
import type { RecordAuditAction } from './audit-action.ts'
import type { Caller } from '../http/caller.ts'

export interface RecordAuditActionNeeds extends Pick<KernelServices, 'ids' | 'clock'> {
  audit: Pick<AuditStore, 'add'>
}

/** The port of the audit log that use cases of many modules take. */
export interface AuditServices {
  recordAuditAction: RecordAuditAction
}

/** Records actions in the audit log. @throws WaypostError `UNAVAILABLE` when one could not be stored */
export const createAuditRecorder =
  ({ audit, ids, clock }: RecordAuditActionNeeds): RecordAuditAction =>
  async ({ outcome = 'done', details = {}, ...act }, { caller, requestId, ip }) => {
    const record = { ...act, id: ids.next('aud'), at: clock.now(), outcome, details }
    try {
      await audit.add({ ...record, actor: auditActor(caller), requestId, ip })
    } catch (cause) {
      throw new WaypostError('UNAVAILABLE', {
        message: 'The audit log could not be written just now. Try again.',
        cause,
      })
    }
  }

/** The actor, as the audit log names it. */
export const auditActor = (caller: Caller): string =>
  caller.kind === 'user' ? `user:${caller.uid}` : caller.keyId
