/** JSON conventions of the control interfaces: Hono routes, one error body, a 404 that lists the routes. */
import { createServer, type RequestListener, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import { HTTPException } from 'hono/http-exception'

/** An app without routes. Throw an HTTPException to answer with its status and message. */
export function createJsonApi(): Hono {
  const app = new Hono()
  app.notFound((c) => {
    const routes = app.routes.map(({ method, path }) => `${method} ${path}`)
    const message = `No route matches ${c.req.method} ${c.req.path}.`
    return c.json({ error: { code: 404, message, routes } }, 404)
  })
  app.onError((error, c) => {
    const status = error instanceof HTTPException ? error.status : 500
    if (status === 500) console.error(error)
    return c.json({ error: { code: status, message: error.message } }, status)
  })
  return app
}

/** Reads a body as JSON regardless of its content type; undefined when there is none, 400 when it is not JSON. */
export async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new HTTPException(400, { message: `The body is not valid JSON: ${(cause as Error).message}` })
  }
}

/** A Node listener for the app. Functions share the process, so the global Request and Response stay Node's own. */
export function requestListener(app: Hono): RequestListener {
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  return (request, response) => void listener(request, response)
}

/** A server for the app, not yet listening. */
export const jsonServer = (app: Hono): Server => createServer(requestListener(app))
