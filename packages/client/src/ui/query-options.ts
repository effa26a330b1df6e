/** Options for `useQuery` and `useInfiniteQuery` of TanStack Query, in React and Vue. */
import type { ListMessages, MessageView } from '../index.ts'
import { isAtRest } from '../watch.ts'
import type { Waypost } from '../waypost.ts'

const POLL_MS = 2000

/** What TanStack Query passes to a query. */
interface QueryContext {
  readonly signal: AbortSignal
}

/** For `useQuery`: polls a message until it is at rest. */
export const messageQuery = (client: Waypost, id: string) => ({
  queryKey: ['waypost', 'message', id],
  queryFn: ({ signal }: QueryContext) => client.messages.get(id, { signal }),
  refetchInterval: ({ state }: { state: { data?: MessageView | undefined } }) =>
    state.data && isAtRest(state.data) ? (false as const) : POLL_MS,
})

/** For `useInfiniteQuery`: the messages of a filter, page by page. */
export const messagesQuery = (client: Waypost, filter: ListMessages = {}) => ({
  queryKey: ['waypost', 'messages', filter],
  queryFn: ({ signal, pageParam }: QueryContext & { pageParam: string | undefined }) =>
    client.messages
      .list({ ...filter, ...(pageParam !== undefined && { cursor: pageParam }) }, { signal })
      .page(),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor ?? undefined,
})

/** For `useQuery`: a conversation with its notes. */
export const conversationQuery = (client: Waypost, id: string) => ({
  queryKey: ['waypost', 'conversation', id],
  queryFn: ({ signal }: QueryContext) => client.conversations.get(id, { signal }),
})
