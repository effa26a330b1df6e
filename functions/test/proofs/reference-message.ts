/**
 * The life of a message as a simple story: what a reader of the documentation would expect, without stores, leases
 * or races. The model test holds the engine against it.
 */
export type Fate =
  'accept' | 'loseAnswer' | 'loseRequest' | 'busy' | 'unreachable' | 'deadToken' | 'pausedTemplate'
export const fates: readonly Fate[] = [
  'accept',
  'loseAnswer',
  'loseRequest',
  'busy',
  'unreachable',
  'deadToken',
  'pausedTemplate',
]

/** When the process dies while it sends: before the request left, or before the outcome was written. */
export type Crash = 'never' | 'beforeSend' | 'afterSend'

/** What Meta may say of an accepted attempt. */
export const words = ['sent', 'delivered', 'read', 'failedForGood', 'failedForNow'] as const
export type MetaStatus = (typeof words)[number]

export interface ReferenceMessage {
  sending: string
  attempt: number
  /** Attempts before the last manual retry. */
  base: number
  /** Attempts since then that met an outage: they are no tries. */
  uncounted: number
  heldBy: 'session' | 'template' | undefined
  notAfter: number
  /** How long it is worth sending, from when it was asked for. */
  readonly worth: number
  readonly ifUnknown: 'resend' | 'fail'
  /** Attempts that may have arrived although nothing shows it, since it was asked for. */
  readonly unknown: Set<number>
  /** An unknown outcome that stays so. */
  final: boolean
  /** Attempts that Meta accepted. */
  readonly accepted: Set<number>
  /** Meta's reports by attempt. */
  readonly reported: Map<number, Set<MetaStatus>>
}

export interface ReferenceModel {
  message: ReferenceMessage | undefined
  now: number
  /** Whether the session is on hold. */
  hold: boolean
  /** What the next send meets; afterwards all is well. */
  next: Fate
  /** Failures in the inbox, not looked at yet. */
  readonly failures: { readonly attempt: number; readonly word: MetaStatus }[]
  /** Somebody asked again for one that might have arrived. */
  mayDouble: boolean
}

export const MAX_ATTEMPTS = 5
export const HOUR = 3_600_000

export const createModel = (now: number): ReferenceModel => ({
  message: undefined,
  now,
  hold: false,
  next: 'accept',
  failures: [],
  mayDouble: false,
})

const reportedOf = ({ reported }: ReferenceMessage, attempt: number): Set<MetaStatus> =>
  reported.get(attempt) ?? new Set()

export const arrivedIn = ({ reported }: ReferenceMessage): boolean =>
  [...reported.values()].some((said) => said.has('delivered') || said.has('read'))

/** The word people see. */
export function statusIn(message: ReferenceMessage): string {
  const all = [...message.reported.values()]
  if (all.some((said) => said.has('read'))) return 'read'
  if (all.some((said) => said.has('delivered'))) return 'delivered'
  const last = reportedOf(message, message.attempt)
  const failed = last.has('failedForGood') || last.has('failedForNow')
  const dealtWith = failed && !['accepted', 'sending', 'unknown'].includes(message.sending)
  return last.has('sent') && !dealtWith ? 'sent' : message.sending
}

/** One send, and what comes of it. */
export function attempt(model: ReferenceModel, message: ReferenceMessage, crash: Crash): void {
  message.attempt++
  message.sending = 'sending'
  message.heldBy = undefined
  if (crash === 'beforeSend') return
  const fate = model.next
  model.next = 'accept'
  if (fate === 'accept' || fate === 'loseAnswer') message.accepted.add(message.attempt)
  if (crash === 'afterSend') return
  settle(model, message, fate)
}

function settle(model: ReferenceModel, message: ReferenceMessage, fate: Fate): void {
  message.final = false
  switch (fate) {
    case 'accept':
      message.sending = 'accepted'
      return
    case 'loseAnswer':
    case 'loseRequest':
      becomeUnknown(message)
      return
    case 'busy':
      message.sending = mayTryAgain(model, message) ? 'errored' : 'failed'
      if (message.sending === 'errored') message.uncounted++
      return
    case 'unreachable':
      message.sending = 'failed'
      return
    case 'deadToken':
      model.hold = true
      message.sending = 'held'
      message.heldBy = 'session'
      return
    case 'pausedTemplate':
      message.sending = 'held'
      message.heldBy = 'template'
  }
}

const tries = ({ attempt: made, base, uncounted }: ReferenceMessage): number => made - base - uncounted

/** Attempts with an unknown outcome of which Meta did not report a failure. */
export const mayHaveArrived = (message: ReferenceMessage): number =>
  [...message.unknown].filter((attempt) => {
    const said = reportedOf(message, attempt)
    return !said.has('failedForGood') && !said.has('failedForNow')
  }).length

function becomeUnknown(message: ReferenceMessage): void {
  message.sending = 'unknown'
  message.unknown.add(message.attempt)
}

/** That it failed would be more than we know, when an earlier attempt may have arrived. */
function end(message: ReferenceMessage, sending: string): void {
  message.final = mayHaveArrived(message) > 0
  message.sending = message.final ? 'unknown' : sending
}

/** Until its time is over: by the steps of an outage, and once more shortly before the end. */
const mayTryAgain = ({ now }: ReferenceModel, { notAfter, uncounted }: ReferenceMessage): boolean => {
  const wait = [5, 30, 120, 300, 900][uncounted] ?? 1800
  return now + wait * 1000 <= notAfter || now + 180_000 < notAfter
}

/** Its time has come. */
export function processDue(model: ReferenceModel, message: ReferenceMessage, crash: Crash): void {
  if (message.sending === 'sending' || message.sending === 'unknown') {
    if (reportedOf(message, message.attempt).size > 0) message.sending = 'accepted'
    else if (message.sending === 'sending') becomeUnknown(message)
    else if (mayResend(model, message)) runAttempt(model, message, crash)
    else message.final = true
  } else if (['queued', 'errored', 'held'].includes(message.sending)) runAttempt(model, message, crash)
}

/** Once, and only where the sender accepts a second copy. */
const mayResend = ({ now }: ReferenceModel, message: ReferenceMessage): boolean =>
  message.ifUnknown === 'resend' &&
  mayHaveArrived(message) <= 1 &&
  tries(message) < MAX_ATTEMPTS &&
  now <= message.notAfter

/** It is sent, unless something stands in its way. */
export function runAttempt(model: ReferenceModel, message: ReferenceMessage, crash: Crash): void {
  if (arrivedIn(message)) message.sending = 'accepted'
  else if (model.now > message.notAfter) end(message, 'expired')
  else if (tries(message) >= MAX_ATTEMPTS) end(message, 'failed')
  else if (model.hold) {
    message.sending = 'held'
    message.heldBy = 'session'
    return
  } else {
    attempt(model, message, crash)
    return
  }
  message.heldBy = undefined
}

/** A failure that Meta reported, looked at. */
export function processFailures(model: ReferenceModel, message: ReferenceMessage): void {
  for (const { attempt: failed, word } of model.failures.splice(0)) {
    const open = ['sending', 'unknown', 'accepted'].includes(message.sending)
    if (failed !== message.attempt || !open || arrivedIn(message)) continue
    settle(model, message, word === 'failedForGood' ? 'unreachable' : 'busy')
  }
}

export const ends = ['accepted', 'failed', 'cancelled', 'expired', 'suppressed']
