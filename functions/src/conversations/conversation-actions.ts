import type { KernelServices } from '../kernel/kernel-services.ts'
import { WaypostError } from '@waypost/contract'
import type { Conversation, Note } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'

export interface ConversationActionNeeds extends Pick<KernelServices, 'clock'> {
  conversations: Pick<ConversationStore, 'update'>
}

/** A change by an operator: the conversation afterwards. Idempotent; null: nothing changes. */
export type ConversationAction = (conversation: Conversation) => Conversation | null

/** Assigns it; null removes the assignee. */
export const assign =
  (assignee: string | null): ConversationAction =>
  ({ assignee: current = null, ...conversation }) => {
    if (current === assignee) return null
    return assignee === null ? conversation : { ...conversation, assignee }
  }

/** Resolves it until the contact writes again. */
export const resolve: ConversationAction = (conversation) =>
  conversation.state === 'resolved' ? null : { ...conversation, state: 'resolved' }

/** Clears the unread count. */
export const markAsRead: ConversationAction = (conversation) =>
  conversation.unread === 0 ? null : { ...conversation, unread: 0 }

/** A document holds 1 MiB. */
const MAX_NOTES = 100

/** @throws WaypostError `INVALID_REQUEST` when there are too many */
export const addNote =
  (note: Note): ConversationAction =>
  (conversation) => {
    const { notes } = conversation
    if (notes.length >= MAX_NOTES)
      throw new WaypostError('INVALID_REQUEST', {
        message: `A conversation can have ${String(MAX_NOTES)} notes at most.`,
      })
    return { ...conversation, notes: [...notes, note] }
  }

/** @returns the conversation afterwards */
export async function applyConversationAction(
  { id }: Pick<Conversation, 'id'>,
  act: ConversationAction,
  { conversations, clock }: ConversationActionNeeds,
): Promise<Conversation> {
  const changed = await conversations.update(id, (current) => {
    const change = act(current)
    return change && { ...change, updatedAt: clock.now() }
  })
  if (!changed) throw new WaypostError('CONVERSATION_NOT_FOUND', { id })
  return changed
}
