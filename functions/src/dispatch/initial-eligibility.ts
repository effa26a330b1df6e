import { checkEligibility, asFallback } from './send-eligibility.ts'
import type { SendEligibilityFacts } from '../messages/send-eligibility-facts.ts'
import type { InitialState } from './initial-state.ts'
import type { FallbackContent } from '../messages/message-store.ts'
import type { SendCommand } from './send-command.ts'
import type { OwnEntry } from '../messages/timeline.ts'

/**
 * The initial state of a message that would be sent at once, by its recipient's eligibility: sent, sent as its fallback
 * template, or ended without an attempt.
 */
export function applyEligibility(
  command: SendCommand,
  state: InitialState,
  { facts, now }: { facts: SendEligibilityFacts | null; now: Date },
): InitialState & Partial<FallbackContent> {
  const eligibility = checkEligibility(command, facts, { now, channel: command.session.channel })
  switch (eligibility.kind) {
    case 'send':
      return state
    case 'fall-back': {
      const timeline = state.timeline.map((entry) =>
        entry.status === 'sending' ? { ...entry, note: eligibility.note } : entry,
      )
      return { ...state, ...asFallback(eligibility.fallback, command.content), timeline }
    }
    case 'refuse': {
      const { sending, error } = eligibility
      const queued: OwnEntry = { source: 'waypost', at: now, status: 'queued', attempt: 0 }
      const ended: OwnEntry = { ...queued, status: sending, code: error.code, note: error.message }
      return { sending, attempt: 0, error, answer: { status: sending }, timeline: [queued, ended] }
    }
  }
}
