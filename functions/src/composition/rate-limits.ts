import { firestoreRateLimits } from '../rate-limits/rate-limit-ledger.firestore.ts'
import { rateLimiter } from '../rate-limits/rate-limiter.ts'
import { sessionRateLimiter } from '../rate-limits/session-rate-limit.ts'
import { kernelServices } from './kernel.ts'
import { perPlatform } from './per-platform.ts'

export const rateLimitServices = perPlatform((platform) => {
  const { db, sleep, settings } = platform
  const { alert, clock } = kernelServices(platform)
  const { unauthenticated, user, trusted, webSession, cloudSession } = settings.rateLimits
  const limiter = rateLimiter({ ledger: firestoreRateLimits(db), alert, clock, sleep })
  return {
    limiter,
    requests: { unauthenticated, plainUser: user, trustedUser: trusted, key: trusted },
    consumeSessionQuota: sessionRateLimiter(limiter, { web: webSession, cloud: cloudSession }),
  }
})
