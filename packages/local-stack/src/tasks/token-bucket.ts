/** Rate limit of a queue: refills at `perSecond`, holds at most a tenth of a second's worth. */
export interface TokenBucket {
  /** Takes one token when there is one. */
  take: (now: Date) => boolean
  /** Milliseconds until the next token. */
  waitMs: (now: Date) => number
}

/** Creates a bucket that starts with one token ready. */
export function createTokenBucket(perSecond: number): TokenBucket {
  const capacity = Math.max(1, perSecond / 10)
  let tokens = 1
  let filledAt: number | undefined
  const fill = (now: Date) => {
    const time = now.getTime()
    const elapsedMs = Math.max(0, time - (filledAt ?? time))
    tokens = Math.min(capacity, tokens + (elapsedMs / 1000) * perSecond)
    filledAt = time
  }
  return {
    take(now) {
      fill(now)
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
    waitMs(now) {
      fill(now)
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000)
    },
  }
}
