/**
 * Templates: list, read, create, edit, delete, unpause.
 * developers.facebook.com/docs/whatsapp/business-management-api/message-templates
 */
import type { GraphApp, GraphContext } from '../graph/context.ts'
import { fieldNames, selectFields } from '../graph/fields.ts'
import { GraphError, refuse } from '../graph/graph-error.ts'
import { unknownObject } from '../graph/middleware.ts'
import { requireManagement, wabaOf } from '../graph/find-node.ts'
import { readBody } from '../graph/request-body.ts'
import { newGraphId } from '../ids.ts'
import { optionalText, oneOf, text } from '../graph/json-part.ts'
import { checkCategory, checkComponents, checkName } from './check-definition.ts'
import { listTemplates, templateNode } from './list-templates.ts'
import type { Template } from './template.ts'

export function templateRoutes(app: GraphApp): void {
  app.get('/:id/message_templates', (c) =>
    c.json(listTemplates(ownTemplates(c, wabaOf(c)), new URL(c.req.url))),
  )
  app.post('/:id/message_templates', createTemplate)
  app.delete('/:id/message_templates', deleteTemplates)
  app.post('/:id/unpause', unpauseTemplate)
}

/** `GET /{template-id}`. */
export function templateAnswer(c: GraphContext, template: Template): Response {
  requireManagement(c, template.wabaId)
  const fields = fieldNames(c.req.query('fields')) ?? [
    'name',
    'language',
    'status',
    'category',
    'components',
    'parameter_format',
  ]
  return c.json(selectFields(templateNode(template), fields))
}

/** `POST /{template-id}`: only approved, rejected and paused ones; it goes back to review. */
export async function editTemplate(c: GraphContext, template: Template): Promise<Response> {
  requireManagement(c, template.wabaId)
  const body = await readBody(c)
  if (!['APPROVED', 'REJECTED', 'PAUSED'].includes(template.status)) {
    throw new GraphError({
      code: 100,
      subcode: 2388039,
      message: 'Invalid parameter',
      details: `A template in status ${template.status} cannot be edited.`,
    })
  }
  const isNamed = template.parameter_format === 'NAMED'
  const components = body.value['components'] === undefined ? undefined : checkComponents(body, isNamed)
  const category = body.value['category'] === undefined ? undefined : checkCategory(body)
  if (category && category !== template.category) {
    if (template.status === 'APPROVED')
      throw refuse(100, 'The category of an approved template cannot be changed.')
    template.previous_category = template.category
    template.category = category
  }
  if (components) template.components = components
  template.status = 'PENDING'
  return c.json({ success: true })
}

async function createTemplate(c: GraphContext): Promise<Response> {
  const wabaId = wabaOf(c)
  const body = await readBody(c)
  const name = checkName(body)
  const language = text(body, 'language')
  const isNamed =
    optionalText(body, 'parameter_format') !== undefined &&
    oneOf(body, 'parameter_format', ['POSITIONAL', 'NAMED', 'positional', 'named']).toUpperCase() === 'NAMED'
  const category = checkCategory(body)
  const components = checkComponents(body, isNamed)
  if (ownTemplates(c, wabaId).some((template) => template.name === name && template.language === language)) {
    throw new GraphError({
      code: 100,
      subcode: 2388024,
      message: 'Invalid parameter',
      details: `There is already ${language} content for this template. Edit it, or choose another name.`,
    })
  }
  const template: Template = {
    id: newGraphId(),
    wabaId,
    name,
    language,
    status: 'PENDING',
    category,
    parameter_format: isNamed ? 'NAMED' : 'POSITIONAL',
    components,
    rejected_reason: 'NONE',
    quality_score: { score: 'UNKNOWN', date: Math.floor(c.var.simulator.clock.now().getTime() / 1000) },
  }
  c.var.simulator.state.templates.set(template.id, template)
  return c.json({ id: template.id, status: template.status, category })
}

/** By `name` (all languages!), by `hsm_id` and `name`, or by up to 100 `hsm_ids`. */
function deleteTemplates(c: GraphContext): Response {
  const wabaId = wabaOf(c)
  const { name, hsm_id: id, hsm_ids: ids } = c.req.query()
  if (name === undefined && ids === undefined) throw refuse(100, 'Param name is required.')
  const chosen = ids === undefined ? undefined : ids.replace(/[[\]"\s]/g, '').split(',')
  const doomed = ownTemplates(c, wabaId).filter((template) =>
    chosen
      ? chosen.includes(template.id)
      : template.name === name && (id === undefined || template.id === id),
  )
  if (doomed.length === 0)
    throw new GraphError({
      code: 100,
      subcode: 2593002,
      message: 'Invalid parameter',
      details: `There is no template ${name ?? ids ?? ''} to delete.`,
    })
  for (const template of doomed) c.var.simulator.state.templates.delete(template.id)
  return c.json({ success: true })
}

/** Ends a pause that pacing made; quality pauses end by themselves. */
function unpauseTemplate(c: GraphContext): Response {
  const id = c.req.param('id') ?? ''
  const template = c.var.simulator.state.templates.get(id)
  if (!template) throw unknownObject(id, c.req.method)
  requireManagement(c, template.wabaId)
  if (template.status !== 'PAUSED')
    throw refuse(100, `The template is not paused; its status is ${template.status}.`)
  template.status = 'APPROVED'
  return c.json({ success: true })
}

function ownTemplates(c: GraphContext, wabaId: string): Template[] {
  return [...c.var.simulator.state.templates.values()].filter((template) => template.wabaId === wabaId)
}
