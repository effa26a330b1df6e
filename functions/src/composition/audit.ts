import { firestoreAudit } from '../audit/audit-store.firestore.ts'
import { createAuditRecorder } from '../audit/record-audit-action.ts'
import { kernelServices, setAsideServices } from './kernel.ts'
import { perPlatform } from './per-platform.ts'

export const auditServices = perPlatform((platform) => {
  const { clock, ids, alert } = kernelServices(platform)
  const audit = firestoreAudit(platform.db, setAsideServices(platform))
  return { audit, recordAuditAction: createAuditRecorder({ audit, ids, clock }), alert, clock }
})
