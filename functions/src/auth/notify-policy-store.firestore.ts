import type { Firestore } from 'firebase-admin/firestore'
import { z } from 'zod'
import { parseDocument, timestampSchema } from '../kernel/documents.firestore.ts'
import { notifyPolicies } from './notify-policy.ts'
import type { NotifyPolicyStore } from './notify-policy-store.ts'

const StoredRules = z.object({
  others: z.enum(['none', ...notifyPolicies]),
  templates: z.record(z.string(), z.enum(notifyPolicies)),
  updatedAt: timestampSchema,
  updatedBy: z.string(),
})

/** The notify policy in `settings/notifyPolicy`. */
export function firestoreNotifyPolicy(db: Firestore): NotifyPolicyStore {
  const document = db.collection('settings').doc('notifyPolicy')
  return {
    async read() {
      const stored = await document.get()
      return stored.exists ? parseDocument(StoredRules, stored) : null
    },
    async write(rules) {
      await document.set({ ...rules })
    },
  }
}
