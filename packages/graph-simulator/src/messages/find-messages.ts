/** Queries over accepted messages and attempts. */
import type { SimulatorContext } from '../simulator-state.ts'
import type { ReceivedMessage, SendAttempt } from './received-message.ts'
import { resolveWaId } from './resolve-wa-id.ts'

/** Accepted messages, oldest first; `to` is a phone number as sent or as reached, or a business-scoped user id. */
export function receivedBy({ state }: SimulatorContext, to?: string): ReceivedMessage[] {
  if (to === undefined) return [...state.received]
  const wanted = resolvedWaId(to)
  return state.received.filter(({ waId, userId, input }) => waId === wanted || userId === to || input === to)
}

/** Attempts to send, with any outcome, oldest first. */
export function attemptsTo({ state }: SimulatorContext, to?: string): SendAttempt[] {
  if (to === undefined) return [...state.attempts]
  const wanted = resolvedWaId(to)
  return state.attempts.filter((attempt) => attempt.waId === wanted || attempt.to === to)
}

/** The wa_id a full number reaches, so that Brazil's and Mexico's two spellings are one; undefined for a user id. */
function resolvedWaId(to: string): string | undefined {
  return /^\+?[\d\s().-]{7,}$/.test(to) ? resolveWaId(`+${to.replace(/\D/g, '')}`, '+1').waId : undefined
}
