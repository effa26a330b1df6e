/**
 * The block list of a number: a blocked person's messages do not arrive.
 * developers.facebook.com/docs/whatsapp/cloud-api/block-users
 */
import type { GraphApp, GraphContext } from '../graph/context.ts'
import { phoneOf } from '../graph/find-node.ts'
import { refuse } from '../graph/graph-error.ts'
import { list, oneOf, text } from '../graph/json-part.ts'
import { readBody } from '../graph/request-body.ts'
import { resolveWaId } from '../messages/resolve-wa-id.ts'
import { contactByUserId, isWindowOpen } from './contact-book.ts'

const MOST_AT_ONCE = 1000

export function blockRoutes(app: GraphApp): void {
  app.get('/:id/block_users', (c) => {
    const blocked = [...blockedBy(c)]
    return c.json({ data: blocked.map((waId) => ({ messaging_product: 'whatsapp', wa_id: waId })) })
  })
  app.post('/:id/block_users', async (c) => {
    const blocked = blockedBy(c)
    const users = await usersOf(c)
    const isKnown = ({ waId }: User) => isWindowOpen(c.var.simulator, c.req.param('id'), waId)
    for (const { waId } of users.filter(isKnown)) blocked.add(waId)
    const failed = users.filter((user) => !isKnown(user))
    return c.json({
      messaging_product: 'whatsapp',
      block_users: {
        added_users: users.filter(isKnown).map(shown),
        ...(failed.length > 0 && { failed_users: failed.map(notBlocked) }),
      },
    })
  })
  app.delete('/:id/block_users', async (c) => {
    const blocked = blockedBy(c)
    const users = await usersOf(c)
    for (const { waId } of users) blocked.delete(waId)
    return c.json({ messaging_product: 'whatsapp', block_users: { removed_users: users.map(shown) } })
  })
}

interface User {
  readonly input: string
  readonly waId: string
}

const shown = ({ input, waId }: User) => ({ input, wa_id: waId })

/** Only people who wrote within 24 hours can be blocked. */
const notBlocked = (user: User) => ({
  ...shown(user),
  errors: [{ code: 139100, message: 'Failed to block: the user has not messaged within the last 24 hours.' }],
})

function blockedBy(c: GraphContext): Set<string> {
  const { blocked } = c.var.simulator.state
  const { id } = phoneOf(c)
  const known: Set<string> = blocked.get(id) ?? new Set()
  blocked.set(id, known)
  return known
}

async function usersOf(c: GraphContext): Promise<User[]> {
  const body = await readBody(c)
  oneOf(body, 'messaging_product', ['whatsapp'])
  return list(body, 'block_users', { min: 1, max: MOST_AT_ONCE }).map((entry) => {
    const key = entry.value['user_id'] === undefined ? 'user' : 'user_id'
    const input = text(entry, key)
    return { input, waId: key === 'user_id' ? waIdOf(c, input) : resolved(c, input) }
  })
}

function resolved(c: GraphContext, input: string): string {
  const { state, config } = c.var.simulator
  return resolveWaId(input, config.displayPhoneNumber, state.settings.plusless).waId
}

function waIdOf(c: GraphContext, userId: string): string {
  const contact = contactByUserId(c.var.simulator, userId)
  if (!contact) throw refuse(100, `Unknown user id ${userId}.`)
  return contact.waId
}
