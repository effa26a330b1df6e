/** Which behaviour a send meets: what was scripted comes first, then the magic of the number, else none. */
import type { SimulatorContext } from '../simulator-state.ts'
import type { Behaviour } from './behaviour.ts'
import { magicBehaviour } from './magic-recipients.ts'

/**
 * Takes the next behaviour for a recipient; `ids` are its wa_id and user ids.
 * A magic number that acts `times` times acts ordinarily once afterwards and then starts again.
 */
export function pickBehaviour({ state }: SimulatorContext, ids: readonly string[]): Behaviour {
  const scripted = state.scripted.find(
    ({ to, remaining }) => remaining > 0 && (to === undefined || ids.includes(to)),
  )
  if (scripted) {
    scripted.remaining--
    return scripted.behaviour
  }
  for (const id of ids) {
    const magic = magicBehaviour(id)
    if (magic) return limited(state.magicUses, id, magic)
  }
  return {}
}

function limited(uses: Map<string, number>, id: string, behaviour: Behaviour): Behaviour {
  if (behaviour.times === undefined) return behaviour
  const used = uses.get(id) ?? 0
  uses.set(id, used < behaviour.times ? used + 1 : 0)
  return used < behaviour.times ? behaviour : {}
}
