import { messageStatus } from '../../src/messages/message-status.ts'
import type { StoredMessage } from '../../src/messages/message.ts'
import { to, type RealSystem } from './model-real.ts'
import { ends, statusIn, type ReferenceMessage, type ReferenceModel } from './reference-message.ts'

/** Holds the engine against the story. @throws Error in which they differ */
export async function checkAgreement(model: ReferenceModel, real: RealSystem): Promise<void> {
  const stored = await real.message()
  const { message } = model
  agree('whether it exists', stored !== undefined, message !== undefined)
  if (!stored || !message) return
  agree('sending', stored.sending, message.sending)
  agree('attempt', stored.attempt, message.attempt)
  agree('status', messageStatus(stored), statusIn(message))
  agree('at rest, and no alarm', stored.wakeAt === undefined, ends.includes(stored.sending) || message.final)
  const sends = real.rig.graph.received(to)
  agree('sends that Meta accepted', sends.length, message.accepted.size)
  noneDoubled(model, message)
  onlyGrown(stored, real)
}

function agree<T>(what: string, engine: T, story: T): void {
  if (engine !== story)
    throw new Error(`${what}: the engine says ${String(engine)}, the story ${String(story)}`)
}

/** Nothing is sent again that may have arrived: not by default, once with `resend`, else only for an operator. */
function noneDoubled({ mayDouble }: ReferenceModel, message: ReferenceMessage): void {
  if (mayDouble) return
  const most = message.ifUnknown === 'resend' ? 2 : 1
  const mayArrive = [...message.accepted].filter((attempt) => {
    const said = message.reported.get(attempt)
    return !said?.has('failedForNow') && !said?.has('failedForGood')
  })
  if (mayArrive.length > most) throw new Error(`Attempts ${mayArrive.join(' and ')} may all arrive`)
}

function onlyGrown({ timeline }: StoredMessage, real: RealSystem): void {
  const lines = timeline.map((entry) => JSON.stringify(entry))
  const missing = real.timeline.filter((line) => !lines.includes(line))
  if (missing.length > 0) throw new Error(`The timeline lost ${missing.join(', ')}`)
  real.timeline = lines
}
