import { mayStillSend, switchedTo } from './may-send.ts'
import type { ContactStanding } from './contact-standing.ts'
import type { FirstState } from './first-state.ts'
import type { SwitchedContent } from './message-store.ts'
import type { SendCommand } from './queue-message.ts'
import type { OwnEntry } from './timeline.ts'

/**
 * The first state of a message that would be sent at once, by what its recipient wishes: sent, sent as its fallback
 * template, or ended before it was tried.
 */
export function stateByStanding(
  command: SendCommand,
  state: FirstState,
  { standing, now }: { standing: ContactStanding | null; now: Date },
): FirstState & Partial<SwitchedContent> {
  const verdict = mayStillSend(command, standing, { now, channel: command.session.channel })
  switch (verdict.kind) {
    case 'send':
      return state
    case 'fall-back': {
      const timeline = state.timeline.map((entry) =>
        entry.status === 'sending' ? { ...entry, note: verdict.note } : entry,
      )
      return { ...state, ...switchedTo(verdict.fallback, command.content), timeline }
    }
    case 'refuse': {
      const { sending, error } = verdict
      const queued: OwnEntry = { source: 'waypost', at: now, status: 'queued', attempt: 0 }
      const ended: OwnEntry = { ...queued, status: sending, code: error.code, note: error.message }
      return { sending, attempt: 0, error, answer: { status: sending }, timeline: [queued, ended] }
    }
  }
}
