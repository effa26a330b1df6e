/**
 * The profile that people see of a number.
 * developers.facebook.com/docs/whatsapp/cloud-api/reference/business-profiles
 */
import type { GraphApp } from '../graph/context.ts'
import { fieldNames, selectFields } from '../graph/fields.ts'
import { phoneOf } from '../graph/find-node.ts'
import { oneOf, text } from '../graph/json-part.ts'
import { readBody } from '../graph/request-body.ts'
import { MANAGEMENT } from './access-token.ts'

/** Longest texts by member. */
const texts = { about: 139, address: 256, description: 512, email: 128, vertical: 64 } as const

const readable = [...Object.keys(texts), 'websites', 'profile_picture_url']

export function businessProfileRoutes(app: GraphApp): void {
  app.get('/:id/whatsapp_business_profile', (c) => {
    const phone = phoneOf(c, MANAGEMENT)
    const profile = c.var.simulator.state.profiles.get(phone.id) ?? {}
    const fields = fieldNames(c.req.query('fields')) ?? []
    const unset = Object.fromEntries(readable.map((name) => [name, undefined]))
    const shown = selectFields({ ...unset, ...profile }, fields)
    return c.json({ data: [{ messaging_product: 'whatsapp', ...shown }] })
  })
  app.post('/:id/whatsapp_business_profile', async (c) => {
    const phone = phoneOf(c, MANAGEMENT)
    const body = await readBody(c)
    oneOf(body, 'messaging_product', ['whatsapp'])
    const { profiles } = c.var.simulator.state
    const changed: Record<string, unknown> = { ...profiles.get(phone.id) }
    for (const [key, max] of Object.entries(texts))
      if (body.value[key] !== undefined) changed[key] = text(body, key, { min: key === 'about' ? 1 : 0, max })
    if (body.value['websites'] !== undefined) changed['websites'] = body.value['websites']
    profiles.set(phone.id, changed)
    return c.json({ success: true })
  })
}
