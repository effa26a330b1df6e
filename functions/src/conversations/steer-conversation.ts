import { WaypostError } from '@waypost/contract'
import type { Clock } from '../kernel/clock.ts'
import type { Conversation, Note } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'

export interface SteerConversationNeeds {
  conversations: Pick<ConversationStore, 'change'>
  clock: Clock
}

/** What somebody does to a conversation; the same twice is once. */
export type ConversationAct = (conversation: Conversation) => Partial<Conversation> | null

/** Says who sees to it; null: nobody. */
export const assignedTo =
  (assignee: string | null): ConversationAct =>
  (conversation) =>
    (conversation.assignee ?? null) === assignee
      ? null
      : ({ assignee: assignee ?? undefined } as Partial<Conversation>)

/** It is done, until the contact writes again. */
export const resolved: ConversationAct = ({ state }) => (state === 'resolved' ? null : { state: 'resolved' })

/** Somebody read what the contact wrote. */
export const read: ConversationAct = ({ unread }) => (unread === 0 ? null : { unread: 0 })

/** A document holds 1 MiB. */
const MOST_NOTES = 100

/** @throws WaypostError `INVALID_REQUEST` when there are too many */
export const noted =
  (note: Note): ConversationAct =>
  ({ notes }) => {
    if (notes.length >= MOST_NOTES)
      throw new WaypostError('INVALID_REQUEST', {
        message: `A conversation holds ${String(MOST_NOTES)} notes at most.`,
      })
    return { notes: [...notes, note] }
  }

/** @returns the conversation afterwards */
export async function steerConversation(
  { id }: Pick<Conversation, 'id'>,
  act: ConversationAct,
  { conversations, clock }: SteerConversationNeeds,
): Promise<Conversation> {
  const changed = await conversations.change(id, (current) => {
    const change = act(current)
    return change && withoutUndefined({ ...current, ...change, updatedAt: clock.now() })
  })
  if (!changed) throw new WaypostError('CONVERSATION_NOT_FOUND', { id })
  return changed
}

const withoutUndefined = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
