import {
  AssignRequest,
  ConversationView,
  EmptyRequest,
  messageErrorCodes,
  NoteRequest,
  ReadConversationRequest,
} from '@waypost/contract'
import { ownerOf } from '../http/caller.ts'
import { route } from '../http/route.ts'
import { markRead, type MarkReadNeeds } from '../send/mark-read.ts'
import { conversationWithNotes } from './conversation-view.ts'
import type { Conversation } from './conversation.ts'
import { findConversation, type FindConversationNeeds } from './find-conversation.ts'
import { withLatestMessage, type LatestMessageNeeds } from './latest-message.ts'
import {
  assign,
  addNote,
  markAsRead,
  resolve,
  applyConversationAction,
  type ConversationActionNeeds,
} from './conversation-actions.ts'

export interface ConversationActionRouteNeeds
  extends FindConversationNeeds, ConversationActionNeeds, MarkReadNeeds {
  conversations: FindConversationNeeds['conversations'] & ConversationActionNeeds['conversations']
  messages: MarkReadNeeds['messages'] & LatestMessageNeeds['messages']
}

/** Answers with the current conversation. */
const shown = async (conversation: Conversation, needs: LatestMessageNeeds) =>
  conversationWithNotes(await withLatestMessage(conversation, needs))

const answers = { 200: ConversationView }
const refusals = ['CONVERSATION_NOT_FOUND'] as const

/** `POST /v1/conversations/{id}/assign`: sets or removes the assignee. */
export const assignRoute = (needs: () => Promise<ConversationActionRouteNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/conversations/{id}/assign',
    reach: 'live',
    access: 'send',
    body: AssignRequest,
    doc: { summary: 'Assign a conversation', answers, refusals },
    async handle({ caller, params, body }) {
      const ready = await needs()
      const found = await findConversation(params.id, caller, ready)
      const changed = await applyConversationAction(found, assign(body.assignee), ready)
      return { status: 200, body: await shown(changed, ready) }
    },
  })

/** `POST /v1/conversations/{id}/resolve`: resolved until the contact writes again. */
export const resolveRoute = (needs: () => Promise<ConversationActionRouteNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/conversations/{id}/resolve',
    reach: 'live',
    access: 'send',
    body: EmptyRequest,
    doc: { summary: 'Resolve a conversation until the contact writes again', answers, refusals },
    async handle({ caller, params }) {
      const ready = await needs()
      const found = await findConversation(params.id, caller, ready)
      return { status: 200, body: await shown(await applyConversationAction(found, resolve, ready), ready) }
    },
  })

/** `POST /v1/conversations/{id}/read`: clears the unread count and shows blue ticks to the contact. */
export const readRoute = (needs: () => Promise<ConversationActionRouteNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/conversations/{id}/read',
    reach: 'live',
    access: 'send',
    role: 'sender',
    body: ReadConversationRequest,
    doc: {
      summary: 'Mark all messages of a conversation as read',
      answers,
      refusals: [...refusals, ...messageErrorCodes],
    },
    async handle({ caller, params, body }) {
      const ready = await needs()
      const found = await findConversation(params.id, caller, ready)
      const last = found.lastMessage?.direction === 'in' ? found.lastMessage.messageId : undefined
      // Marking one marks those before it too.
      if (last !== undefined && (found.unread > 0 || body.typing === true))
        await markRead(last, { caller, input: { ...body, session: found.sessionId } }, ready)
      return {
        status: 200,
        body: await shown(await applyConversationAction(found, markAsRead, ready), ready),
      }
    },
  })

/** `POST /v1/conversations/{id}/notes`: visible to those who handle it. */
export const noteRoute = (needs: () => Promise<ConversationActionRouteNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/conversations/{id}/notes',
    reach: 'live',
    access: 'send',
    body: NoteRequest,
    doc: { summary: 'Add a note to a conversation', answers: { 201: ConversationView }, refusals },
    async handle({ caller, params, body }) {
      const ready = await needs()
      const found = await findConversation(params.id, caller, ready)
      const note = { at: ready.clock.now(), by: ownerOf(caller), text: body.text }
      return {
        status: 201,
        body: await shown(await applyConversationAction(found, addNote(note), ready), ready),
      }
    },
  })
