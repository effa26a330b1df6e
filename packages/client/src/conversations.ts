import type { ConversationView } from './generated/api-types.ts'
import { wait, type WaypostOptions } from './options.ts'
import { action, list, operation, type Requester } from './routes.ts'
import { watch, type WatchOptions } from './watch.ts'

export const conversations = (client: Requester, options: WaypostOptions) => {
  const get = action(client, 'GET /v1/conversations/{id}')
  return {
    /** Lists conversations, last changed first. */
    list: list(client, 'GET /v1/conversations'),
    /** Gets a conversation with its notes. */
    get,
    /** Follows a conversation: now and after each change, until the loop is left or aborted. */
    watch: (id: string, watchOptions: WatchOptions<ConversationView> = {}) => {
      const { signal } = watchOptions
      return watch({ get: () => get(id, signal ? { signal } : {}), wait: options.wait ?? wait }, watchOptions)
    },
    /** Lists the messages of a conversation, newest first. */
    messages: list(client, 'GET /v1/conversations/{id}/messages'),
    /** Assigns a conversation. */
    assign: operation(client, 'POST /v1/conversations/{id}/assign'),
    /** Resolves a conversation until the contact writes again. */
    resolve: action(client, 'POST /v1/conversations/{id}/resolve'),
    /** Marks all messages of a conversation as read. */
    read: operation(client, 'POST /v1/conversations/{id}/read'),
    /** Adds a note to a conversation. */
    addNote: operation(client, 'POST /v1/conversations/{id}/notes'),
  }
}
