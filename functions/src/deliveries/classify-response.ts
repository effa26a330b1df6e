import { after } from '../kernel/clock.ts'
import type { Delivery, LoggedAttempt } from './delivery.ts'
import { deliveryWaitSeconds, retryAfterSeconds } from './delivery-backoff.ts'
import type { DeliveryChange } from './delivery-store.ts'
import type { WebhookResponse } from './post-webhook.ts'

/** Outcome of an attempt. `gone`: the endpoint answered 410 and accepts nothing more. */
export type DeliveryOutcome = 'delivered' | 'failed' | 'gone'

/** Older attempts are dropped from the log. */
const MAX_LOGGED_ATTEMPTS = 30

/** Classifies a response and returns the change of the delivery. */
export function classifyResponse(
  reply: WebhookResponse,
  { delivery, begunAt }: { delivery: Delivery; begunAt: Date },
  { now, fraction }: { now: Date; fraction: number },
): { readonly verdict: DeliveryOutcome; readonly change: DeliveryChange } {
  const error = failureOf(reply)
  const log = [...delivery.log, loggedAttempt(reply, error, begunAt)].slice(-MAX_LOGGED_ATTEMPTS)
  const ended = { wakeAt: null, lane: null, log } as const
  if (error === undefined) return { verdict: 'delivered', change: { state: 'delivered', ...ended } }
  if (reply.kind === 'answered' && reply.status === 410)
    return { verdict: 'gone', change: { state: 'cancelled', ...ended } }
  const request = reply.kind === 'answered' ? retryAfterSeconds(reply.retryAfter, now) : undefined
  const wait = deliveryWaitSeconds(delivery.attempt - delivery.attemptBase, fraction, request)
  return {
    verdict: 'failed',
    change:
      wait === null ? { state: 'exhausted', ...ended } : { state: 'retrying', wakeAt: after(now, wait), log },
  }
}

function failureOf(reply: WebhookResponse): string | undefined {
  if (reply.kind === 'failed') return reply.because
  const { status, tooLong } = reply
  if (status >= 300 && status < 400) return `It answered ${String(status)}: redirects are not followed.`
  if (status < 200 || status >= 300) return `It answered ${String(status)}.`
  return tooLong ? 'Its answer is longer than 64 kB: answer with a short text or nothing.' : undefined
}

const loggedAttempt = (reply: WebhookResponse, error: string | undefined, at: Date): LoggedAttempt => ({
  at,
  durationMs: reply.durationMs,
  ...(reply.kind === 'answered' && { status: reply.status, answer: reply.text }),
  ...(error !== undefined && { error }),
})
