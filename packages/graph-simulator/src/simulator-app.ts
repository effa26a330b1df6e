/** One server for both: the control API under `/_simulator`, the Graph API everywhere else. */
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { controlApp } from './control/app.ts'
import { graphApp } from './graph/app.ts'
import type { World } from './world.ts'

export function simulatorApp(world: World): Hono<{ Bindings: HttpBindings }> {
  const control = controlApp(world)
  const graph = graphApp(world)
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.all('*', (c) => {
    const isControl = c.req.path === '/_simulator' || c.req.path.startsWith('/_simulator/')
    return (isControl ? control : graph).fetch(c.req.raw, c.env)
  })
  return app
}
