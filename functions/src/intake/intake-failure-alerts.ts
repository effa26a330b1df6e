import { after } from '../kernel/clock.ts'

/** What goes wrong at the door of the webhook: it cannot store, or the signature does not fit. */
export type IntakeFailure = 'not_stored' | 'signature_invalid'

/** Counts what goes wrong in this instance, so that one alert stands for many failures. */
export interface IntakeFailureAlerts {
  /** Counts a failure. True: it is the one with which the trouble is worth an alert. */
  count(trouble: IntakeFailure, at: Date): boolean
  /** Alerts that are not stored yet, with the time of each: where nothing can be stored, an alert cannot either. */
  pending(): readonly (readonly [IntakeFailure, Date])[]
  /** Its alert is stored. */
  markStored(trouble: IntakeFailure): void
}

/** So many failures within so many seconds are no accident. */
const LIMITS: Readonly<Record<IntakeFailure, { readonly failures: number; readonly seconds: number }>> = {
  not_stored: { failures: 3, seconds: 600 },
  signature_invalid: { failures: 10, seconds: 600 },
}

export function intakeFailureAlerts(): IntakeFailureAlerts {
  const windows = new Map<IntakeFailure, { since: Date; failures: number }>()
  const owed = new Map<IntakeFailure, Date>()
  return {
    count(trouble, at) {
      const { failures, seconds } = LIMITS[trouble]
      const known = windows.get(trouble)
      const window = known && at < after(known.since, seconds) ? known : { since: at, failures: 0 }
      window.failures++
      windows.set(trouble, window)
      const isWorth = window.failures === failures
      if (isWorth) owed.set(trouble, at)
      return isWorth
    },
    pending: () => [...owed],
    markStored: (trouble) => void owed.delete(trouble),
  }
}
