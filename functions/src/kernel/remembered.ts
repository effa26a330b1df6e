import type { Clock } from './clock.ts'

/**
 * Wraps a look-up so that each answer serves for `seconds`, in this process, and a burst of equal
 * questions asks once. A failed look-up is not kept. At most `most` answers are kept, the oldest go first.
 */
export function remembered<T>(
  lookUp: (key: string) => Promise<T>,
  { seconds, most = 1000, clock }: { seconds: number; most?: number; clock: Clock },
): (key: string) => Promise<T> {
  const answers = new Map<string, { until: number; answer: Promise<T> }>()
  return (key) => {
    const now = clock.now().getTime()
    const known = answers.get(key)
    if (known && known.until > now) return known.answer
    const answer = lookUp(key)
    answers.delete(key)
    answers.set(key, { until: now + seconds * 1000, answer })
    if (answers.size > most) answers.delete(answers.keys().next().value ?? '')
    answer.catch(() => answers.delete(key))
    return answer
  }
}
