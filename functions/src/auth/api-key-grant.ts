import { WaypostError } from '@waypost/contract'
import { isOperator, type Caller } from '../http/caller.ts'
import { findExcess, type Grant } from '../http/caller-reach.ts'

/**
 * A key never grants more than its creator holds: who learns its secret could do what the creator may not.
 * @param defaultRequests the limit of keys without one of their own; 0: none
 * @throws WaypostError `FORBIDDEN`, naming what goes beyond the caller's own key
 */
export function checkGrant(caller: Caller, grant: Grant, defaultRequests: number): void {
  if (!isOperator(caller))
    throw refused('Only operators, and keys with the scope "admin", may create or rotate keys.')
  const beyond = findExcess(caller, grant, defaultRequests)
  if (beyond !== undefined) throw refused(`A key cannot grant more than its creator holds. Yours ${beyond}.`)
}

const refused = (message: string): WaypostError => new WaypostError('FORBIDDEN', { message })
