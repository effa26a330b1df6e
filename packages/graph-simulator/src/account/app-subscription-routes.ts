/**
 * The webhook subscription of the app: its address and fields. Asked with the app's own token, `id|secret`.
 * developers.facebook.com/docs/graph-api/reference/app/subscriptions
 */
import type { GraphApp, GraphContext } from '../graph/context.ts'
import { GraphError } from '../graph/graph-error.ts'
import { unknownObject } from '../graph/middleware.ts'
import { readBody } from '../graph/request-body.ts'
import { oneOf, optionalText, text, webAddress } from '../graph/json-part.ts'
import { requireVerification } from './subscription-routes.ts'

const OBJECT = 'whatsapp_business_account'

/** Registered before the check of access tokens. */
export function appSubscriptionRoutes(app: GraphApp): void {
  app.get('/:id/subscriptions', (c) => {
    requireApp(c)
    const { webhookUrl, state } = c.var.simulator
    if (webhookUrl === undefined || state.subscribedFields.length === 0) return c.json({ data: [] })
    const fields = state.subscribedFields.map((name) => ({ name, version: c.var.version }))
    return c.json({ data: [{ object: OBJECT, callback_url: webhookUrl, active: true, fields }] })
  })
  app.post('/:id/subscriptions', async (c) => {
    requireApp(c)
    const body = await readBody(c)
    oneOf(body, 'object', [OBJECT])
    const url = webAddress(body, 'callback_url')
    await requireVerification(url, text(body, 'verify_token'))
    c.var.simulator.webhookUrl = url
    c.var.simulator.state.subscribedFields = namesIn(body.value['fields'])
    return c.json({ success: true })
  })
  app.delete('/:id/subscriptions', async (c) => {
    requireApp(c)
    const body = await readBody(c)
    if (optionalText(body, 'object') !== undefined) oneOf(body, 'object', [OBJECT])
    const removed = namesIn(body.value['fields'])
    const { state } = c.var.simulator
    state.subscribedFields = state.subscribedFields.filter(
      (name) => removed.length > 0 && !removed.includes(name),
    )
    return c.json({ success: true })
  })
}

/** `messages,flows` or a list of names. */
function namesIn(fields: unknown): string[] {
  if (Array.isArray(fields)) return fields.map(String)
  return typeof fields === 'string' ? fields.split(',').filter((name) => name !== '') : []
}

function requireApp(c: GraphContext): void {
  const { config } = c.var.simulator
  const id = c.req.param('id') ?? ''
  if (id !== config.appId) throw unknownObject(id, c.req.method)
  const bearer = /^(?:Bearer|OAuth)\s+(.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if ((bearer ?? c.req.query('access_token')) === `${config.appId}|${config.appSecret}`) return
  throw new GraphError({ code: 15, message: '(#15) This method must be called with an app access_token.' })
}
