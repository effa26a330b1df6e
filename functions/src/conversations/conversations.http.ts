import {
  ConversationList,
  ConversationMessages,
  ConversationMessagesQuery,
  ConversationView,
  ListConversationsQuery,
} from '@waypost/contract'
import { pageAnswer } from '../http/page.ts'
import { route } from '../http/route.ts'
import { anyMessageView } from '../messages/any-message-view.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { conversationView, conversationWithNotes } from './conversation-view.ts'
import { findConversation, type FindConversationNeeds } from './find-conversation.ts'
import { withLatestMessage } from './latest-message.ts'
import {
  listConversationMessages,
  listConversations,
  type ListConversationsNeeds,
} from './list-conversations.ts'

export interface ReadConversationNeeds extends FindConversationNeeds, ListConversationsNeeds {
  conversations: FindConversationNeeds['conversations'] & ListConversationsNeeds['conversations']
  messages: Pick<MessageStore, 'findAny' | 'list'>
}

/** `GET /v1/conversations`: those of the caller's sessions, last changed first. */
export const listConversationsRoute = (needs: () => Promise<ReadConversationNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/conversations',
    reach: 'live',
    access: 'read',
    query: ListConversationsQuery,
    doc: { summary: 'List conversations, last changed first', answers: { 200: ConversationList } },
    async handle({ caller, query }) {
      const ready = await needs()
      const { items, nextCursor } = await listConversations(query, caller, ready)
      const shown = await Promise.all(items.map((one) => withLatestMessage(one, ready)))
      return pageAnswer({ items: shown, nextCursor }, conversationView)
    },
  })

/** `GET /v1/conversations/{id}`: one with its notes; also by an id that it had before it was joined. */
export const getConversationRoute = (needs: () => Promise<ReadConversationNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/conversations/{id}',
    reach: 'live',
    access: 'read',
    doc: {
      summary: 'Get a conversation with its notes',
      answers: { 200: ConversationView },
      refusals: ['CONVERSATION_NOT_FOUND'],
    },
    async handle({ caller, params }) {
      const ready = await needs()
      const conversation = await findConversation(params.id, caller, ready)
      return { status: 200, body: conversationWithNotes(await withLatestMessage(conversation, ready)) }
    },
  })

/** `GET /v1/conversations/{id}/messages`: what was written in both directions, newest first. */
export const conversationMessagesRoute = (needs: () => Promise<ReadConversationNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/conversations/{id}/messages',
    reach: 'live',
    access: 'read',
    query: ConversationMessagesQuery,
    doc: {
      summary: 'List the messages of a conversation, newest first',
      answers: { 200: ConversationMessages },
      refusals: ['CONVERSATION_NOT_FOUND'],
    },
    async handle({ caller, params, query, docsUrl }) {
      const ready = await needs()
      const conversation = await findConversation(params.id, caller, ready)
      const page = await listConversationMessages(conversation, query, ready)
      return pageAnswer(page, (message) => anyMessageView(message, { caller, docsUrl }))
    },
  })
