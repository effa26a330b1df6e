/** `/{id}`: the same path for a phone number, a WABA, a template and a media; the id says which. */
import { deleteMedia, mediaAnswer } from '../media/media-routes.ts'
import { phoneAnswer } from '../account/phone-routes.ts'
import { editTemplate, templateAnswer } from '../templates/template-routes.ts'
import type { GraphApp, GraphContext } from './context.ts'
import { fieldNames, selectFields } from './fields.ts'
import { GraphError } from './graph-error.ts'
import { unknownObject } from './middleware.ts'
import { wabaOf } from './find-node.ts'

export function nodeRoutes(app: GraphApp): void {
  app.get('/:id', (c) => {
    const { state } = c.var.simulator
    const id = c.req.param('id')
    const template = state.templates.get(id)
    if (template) return templateAnswer(c, template)
    if (state.phoneNumbers.has(id)) return phoneAnswer(c)
    if (state.subscriptions.has(id)) return wabaAnswer(c)
    return mediaAnswer(c)
  })
  app.post('/:id', (c) => {
    const template = c.var.simulator.state.templates.get(c.req.param('id'))
    if (!template) throw unknownObject(c.req.param('id'), 'post')
    return editTemplate(c, template)
  })
  app.delete('/:id', deleteMedia)
}

/** The answer for an edge that an existing object does not have. */
export function unknownEdge(c: GraphContext): never {
  const id = c.req.param('id') ?? ''
  const edge = c.req.param('edge') ?? ''
  const node = nodeType(c, id)
  if (node === undefined) throw unknownObject(id, c.req.method)
  if (c.req.method === 'GET')
    throw new GraphError({
      code: 100,
      message: `(#100) Tried accessing nonexisting field (${edge}) on node type (${node})`,
    })
  throw new GraphError({ code: 2500, message: `Unknown path components: /${edge}` })
}

function nodeType(c: GraphContext, id: string): string | undefined {
  const { state } = c.var.simulator
  if (state.phoneNumbers.has(id)) return 'WhatsAppBusinessPhoneNumber'
  if (state.subscriptions.has(id)) return 'WhatsAppBusinessAccount'
  if (state.templates.has(id)) return 'WhatsAppMessageTemplate'
  return state.media.has(id) ? 'WhatsAppMedia' : undefined
}

function wabaAnswer(c: GraphContext): Response {
  const node = {
    id: wabaOf(c),
    name: 'Waypost Demo',
    currency: 'USD',
    timezone_id: '1',
    message_template_namespace: 'c0ffee00_0000_4000_8000_000000000000',
    account_review_status: 'APPROVED',
    business_verification_status: 'verified',
    ownership_type: 'SELF',
    status: 'ACTIVE',
    health_status: { can_send_message: 'AVAILABLE', entities: [] },
  }
  return c.json(
    selectFields(
      node,
      fieldNames(c.req.query('fields')) ?? ['name', 'currency', 'timezone_id', 'message_template_namespace'],
    ),
  )
}
