/** What each Graph request carries through the middleware. */
import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import type { AccessToken } from '../account/access-token.ts'
import type { SimulatorContext } from '../simulator-state.ts'

export interface GraphEnv {
  Bindings: HttpBindings
  Variables: {
    simulator: SimulatorContext
    /** The `x-fb-trace-id` and `fbtrace_id` of this request. */
    requestId: string
    /** The version that answers. */
    version: string
    /** Set by `requireToken`. */
    token: AccessToken
    /** The parsed body, for the log. */
    body?: unknown
    errorCode?: number
    /** WABA whose usage the answer reports. */
    wabaId?: string
    regainAccessMinutes?: number
    /** The answer is not from the Graph API: a proxy's page, or none because the connection was cut. */
    instead?: 'raw' | 'cut'
  }
}

export type GraphContext = Context<GraphEnv>
export type GraphApp = Hono<GraphEnv>
