/** Templates: list, and one by its id. */
import type { GraphApp } from '../graph/context.ts'
import { wabaOf } from '../graph/nodes.ts'
import { listTemplates } from './list-templates.ts'

export function templateRoutes(app: GraphApp): void {
  app.get('/:id/message_templates', (c) => {
    const wabaId = wabaOf(c)
    const templates = [...c.var.world.state.templates.values()].filter(
      (template) => template.wabaId === wabaId,
    )
    return c.json(listTemplates(templates, new URL(c.req.url)))
  })
}
