/** Hashes of bodies that this instance stored recently: Meta's quick repeats cost nothing. Eviction is harmless. */
export interface RecentBodyCache {
  has(hash: string): boolean
  add(hash: string): void
}

export function recentBodyCache(most = 10_000): RecentBodyCache {
  const hashes = new Set<string>()
  return {
    has: (hash) => hashes.has(hash),
    add(hash) {
      hashes.add(hash)
      if (hashes.size > most) hashes.delete(hashes.values().next().value ?? '')
    },
  }
}
