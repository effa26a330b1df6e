import { ListMessagesQuery, MessageList, MessageView } from '@waypost/contract'
import { pageAnswer } from '../http/page.ts'
import { route } from '../http/route.ts'
import { findAnyMessage } from './find-message.ts'
import { listMessages, type ListNeeds } from './list-messages.ts'
import { omitMissingReplies } from './omit-missing-replies.ts'
import { anyMessageView, anyMessageDetail } from './any-message-view.ts'

export type ReadNeeds = ListNeeds

/** `GET /v1/messages`: the caller's messages, newest first. */
export const listMessagesRoute = (needs: () => Promise<ReadNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/messages',
    access: 'read',
    query: ListMessagesQuery,
    doc: { summary: 'List messages, newest first', answers: { 200: MessageList } },
    async handle({ caller, query, docsUrl }) {
      const page = await listMessages(query, caller, await needs())
      return pageAnswer(page, (message) => anyMessageView(message, { caller, docsUrl }))
    },
  })

/** `GET /v1/messages/{id}`: one message with its timeline. */
export const getMessageRoute = (needs: () => Promise<ReadNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/messages/{id}',
    access: 'read',
    doc: { summary: 'Get a message; an outgoing one with its timeline', answers: { 200: MessageView } },
    async handle({ caller, params, docsUrl }) {
      const ready = await needs()
      const message = await findAnyMessage(params.id, caller, ready)
      const [shown = message] = await omitMissingReplies([message], ready)
      return { status: 200, body: anyMessageDetail(shown, { caller, docsUrl }) }
    },
  })
