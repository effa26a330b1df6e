/**
 * `GET /{phone-number-id}/message_history?message_id=`: the events of one message.
 * In Meta's OpenAPI file; not confirmed to be open to every app.
 */
import type { GraphApp } from '../graph/context.ts'
import { GraphError } from '../graph/graph-error.ts'
import { phoneOf } from '../graph/find-node.ts'
import { unixSeconds } from '../account/access-token.ts'
import { MANAGEMENT } from '../account/access-token.ts'
import type { ReceivedMessage } from './received-message.ts'

export function historyRoutes(app: GraphApp): void {
  app.get('/:id/message_history', (c) => {
    const phone = phoneOf(c, MANAGEMENT)
    const wamid = c.req.query('message_id')
    if (wamid === undefined)
      throw new GraphError({ code: 100, message: '(#100) The parameter message_id is required.' })
    const message = c.var.simulator.state.receivedById.get(wamid)
    if (message?.phoneNumberId !== phone.id) return c.json({ data: [] })
    return c.json({
      data: [{ id: message.requestId, message_id: wamid, events: { data: eventsOf(message) } }],
    })
  })
}

function eventsOf({ statuses, wamid }: ReceivedMessage): object[] {
  return statuses.map(({ status, at, code }, index) => ({
    id: `${wamid}:${index}`,
    delivery_status: status.toUpperCase(),
    timestamp: unixSeconds(new Date(at)),
    webhook_update_state: 'DELIVERED',
    ...(code !== undefined && { error_description: `(#${code})` }),
  }))
}
