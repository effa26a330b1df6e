import { WaypostError } from '@waypost/contract'
import type { ApiKey } from './api-key.ts'
import { isOperator, type Caller, type KeyCaller } from '../http/caller.ts'

/** What a key may do, as far as somebody grants it. */
export type Grant = Pick<ApiKey, 'mode' | 'scopes' | 'sessions' | 'expiresAt'>

/**
 * A key never grants more than its maker has: who learns its secret could do what the maker may not.
 * @throws WaypostError `FORBIDDEN`, naming what goes beyond the caller's own key
 */
export function checkGrant(caller: Caller, grant: Grant): void {
  if (!isOperator(caller))
    throw refused('Only operators, and keys with the scope "admin", may hand out keys.')
  if (caller.kind === 'user') return
  const beyond = findExcessGrant(caller, grant)
  if (beyond !== undefined) throw refused(`A key cannot grant more than it has: yours ${beyond}.`)
}

/** What the caller's own key lacks of a grant. Its scope is `admin`, which holds all others. */
function findExcessGrant(own: KeyCaller, { mode, sessions, expiresAt }: Grant): string | undefined {
  if (own.mode === 'test' && mode === 'live') return 'is a test key; make one of mode "test"'
  const { sessions: mine } = own
  if (mine !== 'all' && (sessions === 'all' || sessions.some((id) => !mine.includes(id))))
    return `is bound to ${mine.join(', ')}`
  if (own.expiresAt && (!expiresAt || expiresAt > own.expiresAt))
    return `ends at ${own.expiresAt.toISOString()}; name an expiresAt that is not later`
  return undefined
}

const refused = (message: string): WaypostError => new WaypostError('FORBIDDEN', { message })
