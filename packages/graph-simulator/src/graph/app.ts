/** The Graph API: its routes, in the order they are tried. */
import { Hono } from 'hono'
import { appSubscriptionRoutes } from '../account/app-subscription-routes.ts'
import { businessProfileRoutes } from '../account/business-profile-routes.ts'
import { qrCodeRoutes } from '../account/qr-code-routes.ts'
import { blockRoutes } from '../contacts/block-routes.ts'
import { phoneRoutes } from '../account/phone-routes.ts'
import { subscriptionRoutes } from '../account/subscription-routes.ts'
import { tokenRoutes } from '../account/token-routes.ts'
import { mediaRoutes } from '../media/media-routes.ts'
import { historyRoutes } from '../messages/message-history-routes.ts'
import { messageRoutes } from '../messages/message-routes.ts'
import { templateRoutes } from '../templates/template-routes.ts'
import type { SimulatorContext } from '../simulator-state.ts'
import type { GraphApp, GraphEnv } from './context.ts'
import { envelopeOf, onGraphError, requireToken, unknownObject } from './middleware.ts'
import { nodeRoutes, unknownEdge } from './node-routes.ts'
import { splitVersion } from './version.ts'

export function graphApp(simulator: SimulatorContext): GraphApp {
  const app = new Hono<GraphEnv>({ getPath: (request) => splitVersion(new URL(request.url).pathname).rest })
  app.use(envelopeOf(simulator))
  app.onError(onGraphError)
  app.notFound((c) => onGraphError(unknownObject(c.req.path.split('/')[1] ?? '', c.req.method), c))
  tokenRoutes(app)
  appSubscriptionRoutes(app)
  app.use(requireToken)
  messageRoutes(app)
  historyRoutes(app)
  mediaRoutes(app)
  templateRoutes(app)
  phoneRoutes(app)
  subscriptionRoutes(app)
  businessProfileRoutes(app)
  qrCodeRoutes(app)
  blockRoutes(app)
  nodeRoutes(app)
  app.all('/:id/:edge{.+}', unknownEdge)
  return app
}
