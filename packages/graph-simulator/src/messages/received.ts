/** Asking what a recipient got. */
import type { World } from '../world.ts'
import type { ReceivedMessage, SendAttempt } from './received-message.ts'
import { reachedBy } from './recipient.ts'

/** Accepted messages, oldest first; `to` is a phone number as sent or as reached, or a business-scoped user id. */
export function receivedBy({ state }: World, to?: string): ReceivedMessage[] {
  if (to === undefined) return [...state.received]
  const isSame = matcher(to)
  return state.received.filter(({ waId, userId, input }) => isSame(waId) || userId === to || isSame(input))
}

/** Attempts to send, oldest first, whatever came of them. */
export function attemptsTo({ state }: World, to?: string): SendAttempt[] {
  if (to === undefined) return [...state.attempts]
  const isSame = matcher(to)
  return state.attempts.filter(
    (attempt) => isSame(attempt.to) || (attempt.waId !== undefined && isSame(attempt.waId)),
  )
}

/** Compares numbers by the wa_id they reach, so that Brazil's and Mexico's two spellings are one. */
function matcher(to: string): (other: string) => boolean {
  const wanted = spelling(to)
  return (other) => other === to || spelling(other) === wanted
}

function spelling(id: string): string {
  return /^\+?[\d\s().-]+$/.test(id) ? reachedBy(`+${id.replace(/\D/g, '')}`, '+1').waId : id
}
