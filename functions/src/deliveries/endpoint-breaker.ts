import { after } from '../kernel/clock.ts'

/**
 * Pauses endpoints that do not answer, in this instance: each attempt would hold a connection for ten seconds that
 * other endpoints need. After a pause one attempt goes out as a probe, and its outcome decides for the rest.
 */
export interface EndpointBreaker {
  /** Null: attempt now; after a pause, for the probe alone. Else: not before this instant. */
  pausedUntil(endpointId: string, now: Date): Date | null
  /** The outcome of an attempt. Any answer, an error too, shows that the endpoint does not hang. */
  record(endpointId: string, isAnswered: boolean, now: Date): void
}

/** Attempts without an answer, one after another, that begin a pause. */
export const FAILURES_TO_PAUSE = 5
/** The pause doubles with each probe that fails. */
const FIRST_PAUSE_SECONDS = 60
const LONGEST_PAUSE_SECONDS = 900
const MAX_ENDPOINTS = 1_000

interface State {
  readonly failures: number
  readonly pauseSeconds: number
  readonly pausedUntil?: Date
  readonly isProbing?: boolean
}

export function createEndpointBreaker(): EndpointBreaker {
  const states = new Map<string, State>()
  const put = (id: string, state: State): void => {
    states.delete(id)
    states.set(id, state)
    if (states.size > MAX_ENDPOINTS) states.delete(states.keys().next().value ?? '')
  }
  return {
    pausedUntil(id, now) {
      const state = states.get(id)
      if (!state?.pausedUntil) return null
      if (now < state.pausedUntil) return state.pausedUntil
      // The others wait for this one; should it never end, the next begins after the same time.
      put(id, { ...state, isProbing: true, pausedUntil: after(now, state.pauseSeconds) })
      return null
    },
    record(id, isAnswered, now) {
      if (isAnswered) return void states.delete(id)
      const { failures, pauseSeconds, pausedUntil, isProbing } = states.get(id) ?? fresh
      // Attempts that were under way when the pause began say nothing new.
      if (pausedUntil && isProbing !== true) return
      const next = pausedUntil ? Math.min(pauseSeconds * 2, LONGEST_PAUSE_SECONDS) : pauseSeconds
      const isPaused = failures + 1 >= FAILURES_TO_PAUSE
      put(id, {
        failures: failures + 1,
        pauseSeconds: next,
        ...(isPaused && { pausedUntil: after(now, next) }),
      })
    },
  }
}

const fresh: State = { failures: 0, pauseSeconds: FIRST_PAUSE_SECONDS }
