import type { Firestore } from 'firebase-admin/firestore'
import { z } from 'zod'
import { parseDocument, timestampSchema } from '../kernel/documents.firestore.ts'
import { parseOrSetAside, type SetAside } from '../kernel/unreadable-documents.firestore.ts'
import { notifyPolicies } from './notify-policy.ts'
import type { NotifyPolicyStore } from './notify-policy-store.ts'

/** A policy of a newer release allows no one. */
const policy = z.enum(['none', ...notifyPolicies]).catch('none')

const StoredRules = z.object({
  others: policy,
  templates: z.record(z.string(), policy),
  updatedAt: timestampSchema,
  updatedBy: z.string(),
})

/** What holds while the stored policy cannot be read: plain users may send nothing. */
const NOTHING_ALLOWED = { others: 'none', templates: {}, updatedBy: '' } as const

/** The notify policy in `settings/notifyPolicy`. */
export function firestoreNotifyPolicy(db: Firestore, setAside?: SetAside): NotifyPolicyStore {
  const document = db.collection('settings').doc('notifyPolicy')
  return {
    async read() {
      const stored = await document.get()
      if (!stored.exists) return null
      try {
        return await parseOrSetAside(stored, (one) => parseDocument(StoredRules, one), setAside)
      } catch {
        return { ...NOTHING_ALLOWED, updatedAt: stored.updateTime?.toDate() ?? new Date(0) }
      }
    },
    async write(rules) {
      await document.set({ ...rules })
    },
  }
}
