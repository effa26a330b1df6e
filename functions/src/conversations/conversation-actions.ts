import type { KernelServices } from '../kernel/kernel-services.ts'
import { WaypostError } from '@waypost/contract'
import type { Conversation, Note } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'

export interface ConversationActionNeeds extends Pick<KernelServices, 'clock'> {
  conversations: Pick<ConversationStore, 'update'>
}

/** A change by a person. Idempotent; null: nothing changes. */
export type ConversationAction = (conversation: Conversation) => Partial<Conversation> | null

/** Assigns it; null removes the assignee. */
export const assign =
  (assignee: string | null): ConversationAction =>
  (conversation) =>
    (conversation.assignee ?? null) === assignee
      ? null
      : ({ assignee: assignee ?? undefined } as Partial<Conversation>)

/** Resolves it until the contact writes again. */
export const resolve: ConversationAction = ({ state }) =>
  state === 'resolved' ? null : { state: 'resolved' }

/** Clears the unread count. */
export const markAsRead: ConversationAction = ({ unread }) => (unread === 0 ? null : { unread: 0 })

/** A document holds 1 MiB. */
const MAX_NOTES = 100

/** @throws WaypostError `INVALID_REQUEST` when there are too many */
export const addNote =
  (note: Note): ConversationAction =>
  ({ notes }) => {
    if (notes.length >= MAX_NOTES)
      throw new WaypostError('INVALID_REQUEST', {
        message: `A conversation can have ${String(MAX_NOTES)} notes at most.`,
      })
    return { notes: [...notes, note] }
  }

/** @returns the conversation afterwards */
export async function applyConversationAction(
  { id }: Pick<Conversation, 'id'>,
  act: ConversationAction,
  { conversations, clock }: ConversationActionNeeds,
): Promise<Conversation> {
  const changed = await conversations.update(id, (current) => {
    const change = act(current)
    return change && withoutUndefined({ ...current, ...change, updatedAt: clock.now() })
  })
  if (!changed) throw new WaypostError('CONVERSATION_NOT_FOUND', { id })
  return changed
}

const withoutUndefined = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
