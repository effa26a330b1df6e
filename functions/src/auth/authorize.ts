import { WaypostError } from '@waypost/contract'
import { hasScope, type Caller, type Role } from '../http/caller.ts'
import type { Route } from '../http/route.ts'

/** From the least powerful to the most. */
const roles: readonly Role[] = ['plain', 'sender', 'operator', 'admin']

/**
 * Whether this caller may use this route at all: keys by their scopes, people by their role. What of it is theirs
 * is for the route to say.
 * @throws WaypostError `FORBIDDEN`, naming what is missing
 */
export function authorize({ access, role }: Pick<Route, 'access' | 'role'>, caller: Caller): void {
  if (access === 'public') return
  if (!hasScope(caller, access))
    throw refused(
      caller.kind === 'key'
        ? `This API key lacks the scope "${access}".`
        : `This is for API keys with the scope "${access}".`,
    )
  if (role !== undefined && caller.kind === 'user' && roles.indexOf(caller.role) < roles.indexOf(role))
    throw refused(`This is for users with the role "${role}", and for API keys with the scope "${access}".`)
}

const refused = (message: string): WaypostError => new WaypostError('FORBIDDEN', { message })
