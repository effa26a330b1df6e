import { readStats } from '../stats/read-stats.ts'
import { firestoreStats } from '../stats/stats-store.firestore.ts'
import { kernelServices, setAsideServices } from './kernel.ts'
import { perPlatform } from './per-platform.ts'
import { sessionServices } from './sessions.ts'

/** Counts of messages. */
export const statsServices = perPlatform((platform) => {
  const kernel = kernelServices(platform)
  const { sessions } = sessionServices(platform)
  const stats = firestoreStats(platform.db, setAsideServices(platform))
  return { ...kernel, stats, readStats: readStats({ stats, sessions, clock: kernel.clock }) }
})
