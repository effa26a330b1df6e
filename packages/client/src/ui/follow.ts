/** What the hooks of React and the composables of Vue share: they follow the API and report each state. */
import type { ConversationView, ListMessages, MessageView } from '../index.ts'
import type { Waypost } from '../waypost.ts'

/** Reports states until it is aborted. */
export interface Follower<State> {
  readonly signal: AbortSignal
  readonly report: (state: Partial<State>) => void
}

/** A message and the error of the last attempt to get it. */
export interface MessageState {
  message: MessageView | undefined
  error: Error | undefined
}

/** A conversation with its newest messages. */
export interface ConversationState {
  conversation: ConversationView | undefined
  /** The newest messages, newest first. */
  messages: MessageView[]
  error: Error | undefined
}

/** Messages of a filter, as far as they are loaded. */
export interface MessagesState {
  messages: MessageView[]
  /** Whether `loadMore` finds further ones. */
  hasMore: boolean
  loading: boolean
  error: Error | undefined
}

export const noMessage: MessageState = { message: undefined, error: undefined }
export const noConversation: ConversationState = { conversation: undefined, messages: [], error: undefined }
export const noMessages: MessagesState = { messages: [], hasMore: false, loading: true, error: undefined }

/** Reports a failure, unless it is the abort itself. */
async function reporting<State>(
  { signal, report }: Follower<State & { error: Error | undefined }>,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!signal.aborted) report({ error } as Partial<State & { error: Error | undefined }>)
  }
}

/** Follows a message until it is at rest. */
export const followMessage = (client: Waypost, id: string, follower: Follower<MessageState>): Promise<void> =>
  reporting(follower, async () => {
    for await (const message of client.messages.watch(id, { signal: follower.signal }))
      follower.report({ message, error: undefined })
  })

/** Follows a conversation, and gets its messages after each change. */
export const followConversation = (
  client: Waypost,
  id: string,
  follower: Follower<ConversationState>,
): Promise<void> =>
  reporting(follower, async () => {
    const { signal, report } = follower
    for await (const conversation of client.conversations.watch(id, { signal })) {
      const { data: messages } = await client.conversations.messages(id, {}, { signal }).page()
      report({ conversation, messages, error: undefined })
    }
  })

/** Pages of messages, one after the other. */
export interface MessagesLoader {
  /** Loads the next page. */
  readonly loadMore: () => Promise<void>
}

/** Loads messages page by page; calls while a page is loading do nothing. */
export function messagesLoader(
  client: Waypost,
  filter: ListMessages,
  follower: Follower<MessagesState>,
): MessagesLoader {
  const { signal, report } = follower
  let messages: MessageView[] = []
  let cursor: string | undefined
  let isLoading = false
  const load = async () => {
    const query = { ...filter, ...(cursor !== undefined && { cursor }) }
    const page = await client.messages.list(query, { signal }).page()
    messages = [...messages, ...page.data]
    cursor = page.nextCursor ?? undefined
    report({ messages, hasMore: page.hasMore, error: undefined })
  }
  const loadMore = async () => {
    if (isLoading) return
    isLoading = true
    report({ loading: true })
    await reporting(follower, load)
    isLoading = false
    if (!signal.aborted) report({ loading: false })
  }
  return { loadMore }
}

/** Joins calls with the same key while the first of them runs: a double click sends once. */
export function singleFlight<Result>(): (key: string, run: () => Promise<Result>) => Promise<Result> {
  const running = new Map<string, Promise<Result>>()
  return (key, run) => {
    const first = running.get(key)
    if (first) return first
    const started = run().finally(() => running.delete(key))
    running.set(key, started)
    return started
  }
}
