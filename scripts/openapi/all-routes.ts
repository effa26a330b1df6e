import type { Route } from '../../functions/src/http/route.ts'
import { routes, type RouteNeeds } from '../../functions/src/api/routes.http.ts'

/** Services that are never used: a route loads them with its first request, and none arrives here. */
const nothing = new Proxy(
  {},
  {
    get: (_, name) => () => {
      throw new Error(`A route asked for "${String(name)}" although there was no request.`)
    },
  },
) as RouteNeeds

/** Every route of the API, to be read and not to be called. */
export const allRoutes: readonly Route[] = routes(nothing)
