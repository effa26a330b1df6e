/** The control API: what a test or a person tells the simulator to do, and asks it. */
import { Hono } from 'hono'
import { attemptsTo, receivedBy } from '../messages/received.ts'
import { resetWorld, type World } from '../world.ts'

export function controlApp(world: World): Hono {
  const app = new Hono()
  app.get('/_simulator/messages', (c) => {
    const to = c.req.query('to')
    return c.json({ messages: receivedBy(world, to), attempts: attemptsTo(world, to) })
  })
  app.post('/_simulator/reset', (c) => {
    resetWorld(world)
    return c.json({ reset: true })
  })
  return app
}
