import type { KernelServices } from '../kernel/kernel-services.ts'
import type { ApiKeyStore } from './api-key-store.ts'

export interface CountApiKeyUsesNeeds extends Pick<KernelServices, 'clock' | 'log'> {
  keys: Pick<ApiKeyStore, 'recordUses'>
}

const FLUSH_MS = 60_000

interface Tally {
  /** Uses that are not recorded yet. */
  unrecorded: number
  /** When the last record was made, in milliseconds. */
  recordedAt: number
}

/**
 * Counts the uses of each key in memory, and records them at most once a minute for each key: its first use at once,
 * later ones with a request that comes when the minute is over, be it of another key. Nothing runs after an answer, so
 * an instance that ends takes with it what it counted since its last record: at most a minute of requests of each key.
 * @returns to be awaited with each use; a record that fails is kept for the next minute, and never in the caller's way
 */
export function countApiKeyUses({ keys, clock, log }: CountApiKeyUsesNeeds): (hash: string) => Promise<void> {
  const tallies = new Map<string, Tally>()
  const record = async (hash: string, tally: Tally, lastUsedAt: Date | undefined): Promise<void> => {
    const count = tally.unrecorded
    tally.unrecorded = 0
    tally.recordedAt = clock.now().getTime()
    try {
      await keys.recordUses(hash, { count, ...(lastUsedAt && { lastUsedAt }) })
    } catch (error) {
      tally.unrecorded += count
      log.warn('key.uses_not_recorded', {}, error)
    }
  }
  return async (used) => {
    const now = clock.now()
    const tally = tallies.get(used) ?? { unrecorded: 0, recordedAt: -Infinity }
    tallies.set(used, tally)
    tally.unrecorded++
    const due = [...tallies].filter(([, { recordedAt }]) => recordedAt + FLUSH_MS <= now.getTime())
    for (const [hash, { unrecorded }] of due) if (unrecorded === 0) tallies.delete(hash)
    const counted = due.filter(([, { unrecorded }]) => unrecorded > 0)
    // Another key's last use may be later elsewhere; that of this one is now.
    await Promise.all(counted.map(([hash, one]) => record(hash, one, hash === used ? now : undefined)))
  }
}
