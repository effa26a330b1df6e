/** The control API for tests and manual use. `GET /_simulator` lists its routes. */
import { Hono } from 'hono'
import { attemptsTo, receivedBy } from '../messages/find-messages.ts'
import { resetSimulator, type SimulatorContext } from '../simulator-state.ts'
import { accountRoutes, shownToken } from './account-routes.ts'
import { businessAppRoutes } from './business-app-routes.ts'
import { controlMessage } from './control-request.ts'
import { inboundRoutes } from './inbound-routes.ts'
import { scenarioRoutes } from './scenario-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'

export function controlApp(simulator: SimulatorContext): Hono {
  const app = new Hono()
  app.onError((error, c) => {
    const message = controlMessage(error)
    if (message === undefined) throw error
    return c.json({ error: 'BAD_REQUEST', message }, 400)
  })
  app.notFound((c) =>
    c.json({ error: 'NOT_FOUND', message: 'GET /_simulator lists what can be asked.' }, 404),
  )
  app.get('/_simulator', (c) => c.json({ routes: app.routes.map(({ method, path }) => `${method} ${path}`) }))
  app.get('/_simulator/state', (c) => c.json(summary(simulator)))
  app.get('/_simulator/messages', (c) => {
    const to = c.req.query('to')
    return c.json({ messages: receivedBy(simulator, to), attempts: attemptsTo(simulator, to) })
  })
  app.get('/_simulator/requests', (c) => {
    const path = c.req.query('path')
    const limit = Number(c.req.query('limit') ?? 1000)
    const requests = simulator.state.requests.filter(
      (request) => path === undefined || request.path.includes(path),
    )
    return c.json({ total: requests.length, requests: requests.slice(-limit) })
  })
  app.post('/_simulator/reset', (c) => {
    resetSimulator(simulator)
    return c.json({ reset: true })
  })
  scenarioRoutes(app, simulator)
  inboundRoutes(app, simulator)
  businessAppRoutes(app, simulator)
  webhookRoutes(app, simulator)
  accountRoutes(app, simulator)
  return app
}

function summary({ state, clock, config, webhookUrl, webhooks }: SimulatorContext): object {
  return {
    now: clock.now().toISOString(),
    webhookUrl,
    wabaId: config.wabaId,
    settings: state.settings,
    tokens: [...state.tokens.values()].map(shownToken),
    phoneNumbers: [...state.phoneNumbers.values()],
    templates: [...state.templates.values()].map(({ id, name, language, status, category }) => ({
      id,
      name,
      language,
      status,
      category,
    })),
    contacts: [...state.contacts.values()],
    optOuts: [...state.optOuts],
    scripted: state.scripted.filter(({ remaining }) => remaining > 0),
    counts: state.totals,
    webhooks: { held: webhooks.isHeld(), gathered: webhooks.batched() },
  }
}
