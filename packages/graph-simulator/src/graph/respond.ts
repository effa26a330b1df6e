/** Answers that are more than JSON: a cut connection, a late answer, one that drips. */
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Behaviour } from '../behaviours/behaviour.ts'
import type { GraphContext } from './context.ts'

/** Destroys the connection: the caller sees a reset and cannot know what happened. */
export function cutConnection(c: GraphContext): Response {
  c.set('instead', 'cut')
  c.env.incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}

/** A JSON answer, late or byte by byte if the behaviour says so. */
export async function answerAs(c: GraphContext, answer: object, behaviour: Behaviour): Promise<Response> {
  if (behaviour.answerDelayMs !== undefined) await passing(behaviour.answerDelayMs)
  if (behaviour.dripMs === undefined) return c.json(answer)
  return c.body(dripping(JSON.stringify(answer), behaviour.dripMs), 200, {
    'content-type': 'application/json',
  })
}

/** Something that does not come from the Graph API at all. */
export function rawAnswer(c: GraphContext, raw: NonNullable<Behaviour['raw']>): Response {
  c.set('instead', 'raw')
  const headers = new Headers({ 'content-type': raw.contentType })
  if (raw.retryAfterSeconds !== undefined) headers.set('retry-after', String(raw.retryAfterSeconds))
  return new Response(raw.body, { status: raw.httpStatus, headers })
}

function dripping(text: string, pauseMs: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream({
    async pull(controller) {
      if (at >= bytes.length) {
        controller.close()
        return
      }
      await passing(pauseMs)
      controller.enqueue(bytes.slice(at, ++at))
    },
  })
}

/** Real time, not the simulator's: the caller's timeout runs on the wall clock. The timer alone keeps no process alive. */
function passing(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
