import { ListMessagesQuery, MessageList, MessageView } from '@waypost/contract'
import { route } from '../access/route.ts'
import { findMessage, listMessages } from './list-messages.ts'
import type { MessageStore } from './message-store.ts'
import { messageView, messageWithTimeline } from './message-view.ts'

export interface ReadNeeds {
  messages: Pick<MessageStore, 'find' | 'list'>
}

/** `GET /v1/messages`: the caller's messages, newest first. */
export const listMessagesRoute = (needs: () => Promise<ReadNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/messages',
    access: 'read',
    query: ListMessagesQuery,
    doc: { summary: 'List messages, newest first', answers: { 200: MessageList } },
    async handle({ caller, query, docsUrl }) {
      const { messages } = await needs()
      const page = await listMessages(query, caller, messages)
      const data = page.messages.map((message) => messageView(message, { caller, docsUrl }))
      return { status: 200, body: { data, hasMore: page.nextCursor !== null, nextCursor: page.nextCursor } }
    },
  })

/** `GET /v1/messages/{id}`: one message with its timeline. */
export const getMessageRoute = (needs: () => Promise<ReadNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/messages/{id}',
    access: 'read',
    doc: { summary: 'Get a message with its timeline', answers: { 200: MessageView } },
    async handle({ caller, params, docsUrl }) {
      const { messages } = await needs()
      const message = await findMessage(params['id'] ?? '', caller, messages)
      return { status: 200, body: messageWithTimeline(message, { caller, docsUrl }) }
    },
  })
