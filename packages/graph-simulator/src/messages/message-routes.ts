/** `/{phone-number-id}/messages` and `/{phone-number-id}/marketing_messages`. */
import type { GraphApp, GraphContext } from '../graph/context.ts'
import { phoneOf } from '../graph/find-node.ts'
import { readBody } from '../graph/request-body.ts'
import { answerAs, cutConnection, rawAnswer } from '../graph/respond.ts'
import { isReadReceipt, markRead } from './mark-read.ts'
import { send } from './send.ts'
import type { Edge } from './parse-send.ts'

export function messageRoutes(app: GraphApp): void {
  app.post('/:id/messages', (c) => answerSend(c, 'messages'))
  app.post('/:id/marketing_messages', (c) => answerSend(c, 'marketing_messages'))
}

async function answerSend(c: GraphContext, edge: Edge): Promise<Response> {
  const body = await readBody(c)
  const phone = phoneOf(c)
  if (edge === 'messages' && isReadReceipt(body)) return c.json(markRead(body))
  const outcome = await send({ simulator: c.var.simulator, phone, body, edge, requestId: c.var.requestId })
  switch (outcome.kind) {
    case 'accepted':
      return answerAs(c, outcome.answer, outcome.behaviour)
    case 'raw':
      return rawAnswer(c, outcome.raw)
    case 'cut':
      return cutConnection(c)
  }
}
