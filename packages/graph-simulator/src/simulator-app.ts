/** One server for both: the control API under `/_simulator`, the Graph API everywhere else. */
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { controlApp } from './control/app.ts'
import { graphApp } from './graph/app.ts'
import type { SimulatorContext } from './simulator-state.ts'

export function simulatorApp(simulator: SimulatorContext): Hono<{ Bindings: HttpBindings }> {
  const control = controlApp(simulator)
  const graph = graphApp(simulator)
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.all('*', (c) => {
    const isControl = c.req.path === '/_simulator' || c.req.path.startsWith('/_simulator/')
    return (isControl ? control : graph).fetch(c.req.raw, c.env)
  })
  return app
}
