import { WaypostError } from '@waypost/contract'
import { hasScope, type Caller, type Role } from '../http/caller.ts'
import { boundSessions, reachesMode } from '../http/caller-reach.ts'
import type { Route } from '../http/route.ts'

/** From the least powerful to the most. */
const roles: readonly Role[] = ['plain', 'sender', 'operator', 'admin']

/**
 * Checks whether this caller may use this route at all: keys by their scopes, mode and binding, people by their role.
 * The route decides what of it is theirs.
 * @throws WaypostError `FORBIDDEN`, naming what is missing
 */
export function authorize(
  { access, role, reach }: Pick<Route, 'access' | 'role' | 'reach'>,
  caller: Caller,
): void {
  if (access === 'public') return
  if (!hasScope(caller, access))
    throw refused(
      caller.kind === 'key'
        ? `This API key lacks the scope "${access}".`
        : `This is for API keys with the scope "${access}".`,
    )
  if (role !== undefined && caller.kind === 'user' && roles.indexOf(caller.role) < roles.indexOf(role))
    throw refused(`This is for users with the role "${role}", and for API keys with the scope "${access}".`)
  if (reach !== undefined && !reachesMode(caller, 'live'))
    throw refused('This is not for test keys. Use a key of mode "live".')
  if (reach === 'installation' && boundSessions(caller))
    throw refused('This concerns the whole installation, and this API key is bound to sessions.')
}

const refused = (message: string): WaypostError => new WaypostError('FORBIDDEN', { message })
