import { wait, type WaypostOptions } from './options.ts'
import { action, list, operation, type Requester } from './routes.ts'
import { isAtRest, watch, type WatchOptions } from './watch.ts'

export const messages = (client: Requester, options: WaypostOptions) => {
  const get = action(client, 'GET /v1/messages/{id}')
  return {
    /** Gets a message; an outbound one with its timeline. */
    get,
    /** Lists messages, newest first. */
    list: list(client, 'GET /v1/messages'),
    /** Follows a message: now, after each change, until it is at rest. Aborting rejects with the signal's reason. */
    watch: (id: string, { signal, until = isAtRest }: WatchOptions = {}) =>
      watch(
        { get: () => get(id, signal ? { signal } : {}), wait: options.wait ?? wait },
        { until, ...(signal && { signal }) },
      ),
    /** Marks an inbound message as read. */
    read: operation(client, 'POST /v1/messages/{id}/read'),
    /** Cancels a pending message. */
    cancel: action(client, 'POST /v1/messages/{id}/cancel'),
    /** Retries a failed or unknown message. */
    retry: operation(client, 'POST /v1/messages/{id}/retry'),
    /** Retries failed messages by filter. */
    retryMany: operation(client, 'POST /v1/messages/retry'),
  }
}
