import type { Clock } from './clock.ts'

/** A look-up that remembers its answers. */
export interface CachedLookup<T> {
  (key: string): Promise<T>
  /** Drops the cached answer. */
  invalidate(key: string): void
}

/**
 * Wraps a look-up so that each answer serves for `seconds`, in this process, and a burst of equal
 * questions asks once. A failed look-up is not kept. At most `most` answers are kept, the oldest go first.
 */
export function cachedLookup<T>(
  lookUp: (key: string) => Promise<T>,
  { seconds, most = 1000, clock }: { seconds: number; most?: number; clock: Clock },
): CachedLookup<T> {
  const answers = new Map<string, { at: number; answer: Promise<T> }>()
  const ask = (key: string): Promise<T> => {
    const now = clock.now().getTime()
    const known = answers.get(key)
    // A clock that was set back makes what is known expire, too.
    if (known && known.at <= now && now < known.at + seconds * 1000) return known.answer
    const answer = lookUp(key)
    answers.delete(key)
    answers.set(key, { at: now, answer })
    if (answers.size > most) answers.delete(answers.keys().next().value ?? '')
    answer.catch(() => answers.delete(key))
    return answer
  }
  return Object.assign(ask, { invalidate: (key: string) => void answers.delete(key) })
}
