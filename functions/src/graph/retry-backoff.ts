/**
 * How long a message waits before its next attempt, by kind of failure. A wait that Meta names itself
 * (`GraphFailure.retryAfterSeconds`) goes first.
 */
import type { Backoff } from '../kernel/backoff.ts'

export const retryBackoffs = {
  /** Meta is down, overloaded or unreachable. */
  transient: { firstSeconds: 5, factor: 2, capSeconds: 300 },
  /** 130429: the number sends faster than its messages per second allow. */
  throughput: { firstSeconds: 1, factor: 2, capSeconds: 60 },
  /** 131056: Meta asks for 4ⁿ seconds. An empty bucket (45 messages, one in 6 s) is full again after 270 s. */
  pair: { firstSeconds: 1, factor: 4, capSeconds: 256, jitter: 'above' },
  /** Calls per hour of the app or the account: Meta counts over a moving hour. */
  'call-limit': { firstSeconds: 300, factor: 2, capSeconds: 3600, jitter: 'above' },
  /** 131057: a throughput upgrade takes up to a minute. */
  maintenance: { firstSeconds: 30, factor: 2, capSeconds: 60, jitter: 'above' },
  /** 131053: Meta's fetch of our link failed; the file's host gets a minute. */
  'media-once': { firstSeconds: 60, factor: 1, capSeconds: 60, jitter: 'above' },
  /** 133015: a number deleted just now needs five minutes. */
  registration: { firstSeconds: 300, factor: 1, capSeconds: 300, jitter: 'above' },
  /** 134101: a new template is known everywhere within ten minutes. */
  'template-sync': { firstSeconds: 600, factor: 1, capSeconds: 600, jitter: 'above' },
  /** 131049: an earlier try only earns the same refusal; most messages are not worth sending a day later. */
  'marketing-cap': { firstSeconds: 86_400, factor: 1, capSeconds: 86_400, jitter: 'above' },
  /** 132069: a throttled flow may be sent ten times an hour. */
  'flow-throttled': { firstSeconds: 3600, factor: 1, capSeconds: 3600, jitter: 'above' },
} as const satisfies Record<string, Backoff>

export type BackoffName = keyof typeof retryBackoffs
