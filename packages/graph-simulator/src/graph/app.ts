/** The Graph API: its routes, in the order they are tried. */
import { Hono } from 'hono'
import { messageRoutes } from '../messages/routes.ts'
import { templateRoutes } from '../templates/routes.ts'
import type { World } from '../world.ts'
import type { GraphApp, GraphEnv } from './context.ts'
import { envelopeOf, onGraphError, requireToken, unknownObject } from './middleware.ts'
import { splitVersion } from './version.ts'

export function graphApp(world: World): GraphApp {
  const app = new Hono<GraphEnv>({ getPath: (request) => splitVersion(new URL(request.url).pathname).rest })
  app.use(envelopeOf(world))
  app.onError(onGraphError)
  app.notFound((c) => onGraphError(unknownObject(c.req.path.split('/')[1] ?? '', c.req.method), c))
  app.use(requireToken)
  messageRoutes(app)
  templateRoutes(app)
  return app
}
