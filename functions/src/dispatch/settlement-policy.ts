import type { GraphFailure } from '../graph/graph-error.ts'
import type { SendOutcome } from '../graph/graph-client.ts'
import { ruleFor, type MetaErrorRule } from '../graph/meta-error-table.ts'
import { isTransientRule, outageWaitSeconds } from './outage.ts'
import type { MessageContent } from '../graph/payload.ts'
import { retryBackoffs } from '../graph/retry-backoff.ts'
import { jitteredSeconds } from '../kernel/backoff.ts'
import { after } from '../kernel/clock.ts'
import { triesOf, type Message, type MessageError } from '../messages/message.ts'
import { type HeldBy } from '../messages/send-state.ts'
import { errorOf } from '../messages/message-error.ts'

/** What becomes of a message after an attempt: decided here, written by the holder of the attempt. */
export type Settlement =
  | { readonly sending: 'accepted'; readonly wamid: string; readonly note?: string }
  | { readonly sending: 'unknown'; readonly error: MessageError; readonly wakeAt: Date }
  /** Tried again; `uncounted`: Meta or the network failed, so it uses up no try. */
  | {
      readonly sending: 'errored'
      readonly error: MessageError
      readonly wakeAt: Date
      readonly uncounted?: true
    }
  | { readonly sending: 'failed' | 'expired' | 'suppressed' | 'unknown'; readonly error: MessageError }
  /** Waits for a repair: of its session (token, account, billing) or of its template. */
  | {
      readonly sending: 'held'
      readonly error: MessageError
      readonly heldBy: HeldBy
      readonly wakeAt: Date
      /** Meta's answer to this message puts its session on hold. */
      readonly holdSession?: true
    }

export interface RetryLimits {
  /** Attempts in all, the first included. */
  readonly maxAttempts: number
  /** How long a status may take to tell what became of a send whose answer was lost. */
  readonly unknownGraceSeconds: number
}

export interface DecisionContext {
  readonly now: Date
  /** Chance in [0, 1), for jitter. */
  readonly fraction: number
}

type AttemptedMessage = Pick<
  Message,
  'attempt' | 'attemptBase' | 'uncounted' | 'notAfter' | 'content' | 'fallback' | 'mode'
>

/** Decides by Meta's error table and the message's own limits. */
export function decideSettlement(
  outcome: SendOutcome,
  message: AttemptedMessage,
  when: DecisionContext & RetryLimits,
): Settlement {
  switch (outcome.kind) {
    case 'accepted':
      return {
        sending: 'accepted',
        wamid: outcome.wamid,
        ...(outcome.heldByMeta && { note: 'Meta keeps it back for a quality check; it is not sent again.' }),
      }
    case 'not-sent':
      return retryUncounted(
        { code: 'UPSTREAM_FAILED', message: `Meta could not be reached: ${outcome.because}` },
        message,
        { ...when, waitSeconds: outageWait(message, when) },
      )
    case 'unknown':
      return unknownSettlement(outcome.because, when)
    case 'impossible': {
      const error = { code: outcome.code, message: outcome.because }
      // A token can be bound and the session resumed; without a runner there is nothing to wait for.
      return outcome.code === 'TOKEN_SECRET_MISSING'
        ? holdingSettlement(error, message)
        : { sending: 'failed', error }
    }
    case 'refused':
      return decideFailure(outcome.failure, message, when)
  }
}

/** The same decision for a failure that Meta reports later, by webhook. */
export function decideFailure(
  failure: GraphFailure,
  message: AttemptedMessage,
  when: DecisionContext & RetryLimits,
): Settlement {
  const rule = ruleFor(failure)
  const error = errorOf(failure, rule)
  if (rule.class === 'unknown')
    return unknownSettlement(`HTTP ${String(failure.httpStatus)} without a readable answer`, when)
  switch (rule.action) {
    case 'fail':
      return error.code === 'WINDOW_CLOSED' && message.fallback && message.content.type !== 'template'
        ? retryOrFail(error, message, { ...when, waitSeconds: 0 })
        : { sending: 'failed', error }
    case 'hold-session':
      return holdingSettlement(error, message)
    case 'hold-template':
      return heldSettlement(error, 'template', { ...message, now: when.now })
    case 'retry': {
      if (rule.onlyForMediaLinks && !hasMediaLink(message.content)) return { sending: 'failed', error }
      const wait = Math.max(retryWait(rule, message, when), failure.retryAfterSeconds ?? 0)
      if (isTransientRule(rule)) return retryUncounted(error, message, { ...when, waitSeconds: wait })
      const maxAttempts = Math.min(when.maxAttempts, rule.maxAttempts ?? Infinity)
      return retryOrFail(error, message, { ...when, maxAttempts, waitSeconds: wait })
    }
  }
}

/** In an outage by its own steps, else by the kind of failure. */
function retryWait(rule: MetaErrorRule, message: AttemptedMessage, when: DecisionContext): number {
  const { backoff = 'transient' } = rule
  if (backoff === 'transient' && isTransientRule(rule)) return outageWait(message, when)
  return jitteredSeconds(retryBackoffs[backoff], failuresOf(message), when.fraction)
}

const outageWait = (message: AttemptedMessage, { fraction }: DecisionContext): number =>
  outageWaitSeconds((message.uncounted ?? 0) + 1, fraction)

/** All failures since the message was asked for, counted as tries or not. */
const failuresOf = (message: AttemptedMessage): number => triesOf(message) + (message.uncounted ?? 0)

/** Meta's shortest pause of a template; then it may be worth a look. */
const TEMPLATE_PAUSE_SECONDS = 3 * 3600

/** It waits for a repair, at the longest until it is not worth sending any more. */
export const heldSettlement = (
  error: MessageError,
  heldBy: HeldBy,
  { now, notAfter }: { now: Date; notAfter: Date },
): Settlement => {
  const look = heldBy === 'template' ? after(now, TEMPLATE_PAUSE_SECONDS) : notAfter
  return { sending: 'held', error, heldBy, wakeAt: look < notAfter ? look : notAfter }
}

/** The same, when Meta's answer to this message is the reason. A test send holds no session: it fails. */
const holdingSettlement = (error: MessageError, { notAfter, mode }: AttemptedMessage): Settlement =>
  mode === 'test'
    ? { sending: 'failed', error }
    : { sending: 'held', error, heldBy: 'session', wakeAt: notAfter, holdSession: true }

const unknownSettlement = (
  because: string,
  { now, unknownGraceSeconds }: DecisionContext & RetryLimits,
): Settlement => ({
  sending: 'unknown',
  error: {
    code: 'OUTCOME_UNKNOWN',
    message: `Meta's answer was lost (${because}); a status will tell whether the message was sent.`,
  },
  wakeAt: after(now, unknownGraceSeconds),
})

/** Meta fetches media that we send by link; its fetch may succeed a minute later. */
const hasMediaLink = (content: MessageContent): boolean => /"link":"https?:/.test(JSON.stringify(content))

/** Tried again at `wakeAt`, unless that is once too often or too late: then the failure stands. */
function retryOrFail(
  error: MessageError,
  message: AttemptedMessage,
  { now, waitSeconds, maxAttempts }: DecisionContext & RetryLimits & { waitSeconds: number },
): Settlement {
  const { notAfter } = message
  const tries = triesOf(message)
  if (tries >= maxAttempts)
    return finalFailure(error, `Given up after ${tries === 1 ? '1 attempt' : `${String(tries)} attempts`}.`)
  const wakeAt = after(now, waitSeconds)
  if (wakeAt > notAfter)
    return finalFailure(error, `The next try would come after its notAfter (${notAfter.toISOString()}).`)
  return { sending: 'errored', error, wakeAt }
}

/** A message whose next try would come too late gets a last one this long before its end. */
const LAST_TRY_SECONDS = 90

/** Tried again until its time is over, however often. */
function retryUncounted(
  error: MessageError,
  { notAfter }: AttemptedMessage,
  { now, waitSeconds }: DecisionContext & { waitSeconds: number },
): Settlement {
  const next = after(now, waitSeconds)
  if (next <= notAfter) return { sending: 'errored', error, wakeAt: next, uncounted: true }
  const last = after(notAfter, -LAST_TRY_SECONDS)
  return last > after(now, LAST_TRY_SECONDS)
    ? { sending: 'errored', error, wakeAt: last, uncounted: true }
    : finalFailure(error, `The next try would come after its notAfter (${notAfter.toISOString()}).`)
}

const finalFailure = (error: MessageError, why: string): Settlement => ({
  sending: 'failed',
  error: { ...error, message: `${error.message} ${why}` },
})
