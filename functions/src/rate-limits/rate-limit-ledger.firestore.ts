import type { Firestore } from 'firebase-admin/firestore'
import { z } from 'zod'
import { derivedId } from '../kernel/ids.ts'
import { consumeWithUsage } from './gcra.ts'
import type { RateLimitLedger } from './rate-limit-ledger.ts'

/** A number, not a date: shares of a millisecond add up. */
const StoredLimit = z.object({ fullAt: z.number() })

const DAY_MS = 86_400_000

/** Limits in the collection `limits`. Addresses and users are named by a hash only. */
export function firestoreRateLimits(db: Firestore): RateLimitLedger {
  const limits = db.collection('limits')
  return {
    sync: (subject, account, now) =>
      db.runTransaction(async (transaction) => {
        const reference = limits.doc(derivedId('lim', subject))
        const document = await transaction.get(reference)
        // An unreadable one is written again.
        const stored = StoredLimit.safeParse(document.data())
        const known = stored.success ? stored.data.fullAt : 0
        const spending = consumeWithUsage(account, known, now)
        const { fullAt } = spending
        if (fullAt !== known)
          transaction.set(reference, {
            kind: subject.split(':')[0],
            fullAt,
            purgeAt: new Date(fullAt + DAY_MS),
          })
        return spending
      }),
  }
}
