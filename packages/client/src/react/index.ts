/** Hooks for React 18 and later. */
import {
  createContext,
  createElement,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
} from 'react'
import type { ListMessages, MessageView, NotifyInput, SendAnswer, SendOptions } from '../index.ts'
import {
  followConversation,
  followMessage,
  messagesLoader,
  noConversation,
  noMessage,
  noMessages,
  singleFlight,
  type ConversationState,
  type Follower,
  type MessagesLoader,
  type MessagesState,
  type MessageState,
} from '../ui/follow.ts'
import type { Waypost } from '../waypost.ts'

export { conversationQuery, messageQuery, messagesQuery } from '../ui/query-options.ts'
export type { ConversationState, MessagesState, MessageState }

const Context = createContext<Waypost | undefined>(undefined)

/** Gives the components below it their client. */
export const WaypostProvider = (props: { client: Waypost; children?: ReactNode }): ReactElement =>
  createElement(Context.Provider, { value: props.client }, props.children)

/** The client of the provider above. @throws Error without a provider */
export function useWaypost(): Waypost {
  const client = useContext(Context)
  if (!client) throw new Error('There is no <WaypostProvider client={…}> above this component.')
  return client
}

/** The state of what `start` follows; it starts again when `key` changes, and ends with the component. */
function useFollowed<State extends object>(
  none: State,
  key: string | null | undefined,
  start: (client: Waypost, key: string, follower: Follower<State>) => unknown,
): State {
  const client = useWaypost()
  const [followed, setFollowed] = useState({ key, state: none })
  const latest = useRef(start)
  latest.current = start
  useEffect(() => {
    if (key === undefined || key === null) return undefined
    const abort = new AbortController()
    const report = (state: Partial<State>) => {
      if (abort.signal.aborted) return
      setFollowed((before) => ({ key, state: { ...(before.key === key ? before.state : none), ...state } }))
    }
    void latest.current(client, key, { signal: abort.signal, report })
    return () => abort.abort()
  }, [client, key, none])
  // Until the effect has run, the state of another key must not show.
  return followed.key === key ? followed.state : none
}

/** Follows a message until it is at rest; nothing while `id` is undefined. */
export const useMessage = (id: string | null | undefined): MessageState =>
  useFollowed(noMessage, id, followMessage)

/** Follows a conversation and its newest messages. */
export const useConversation = (id: string | null | undefined): ConversationState =>
  useFollowed(noConversation, id, followConversation)

/** The messages of a filter, newest first; `loadMore` adds the next page. */
export function useMessages(filter: ListMessages = {}): MessagesState & MessagesLoader {
  const loader = useRef<MessagesLoader>(undefined)
  const state = useFollowed(noMessages, JSON.stringify(filter), (client, key, follower) => {
    loader.current = messagesLoader(client, JSON.parse(key) as ListMessages, follower)
    return loader.current.loadMore()
  })
  const loadMore = useCallback(async () => loader.current?.loadMore(), [])
  return { ...state, loadMore }
}

/** The state of a notification. */
export interface NotifyState {
  sending: boolean
  /** The message, followed until it is at rest. */
  message: MessageView | undefined
  /** What the API answered. */
  sent: SendAnswer | undefined
  error: Error | undefined
}

/** Sends a notification. Resolves to undefined when it fails; the reason is in `error`. */
export type Notify = (
  request: NotifyInput & { dryRun?: false },
  options: SendOptions,
) => Promise<SendAnswer | undefined>

const idle = { sending: false, sent: undefined, error: undefined }

/** Sends notifications from a component and follows the last one. A double click under one key sends once. */
export function useNotify(): NotifyState & { notify: Notify } {
  const client = useWaypost()
  const [state, setState] = useState<Omit<NotifyState, 'message'>>(idle)
  const once = useMemo(() => singleFlight<SendAnswer | undefined>(), [])
  const notify = useCallback<Notify>(
    (request, options) =>
      once(options.key, async () => {
        setState({ ...idle, sending: true })
        try {
          const sent = await client.notify(request, options)
          setState({ ...idle, sent })
          return sent
        } catch (error) {
          setState({ ...idle, error: error as Error })
          return undefined
        }
      }),
    [client, once],
  )
  const { message } = useMessage(state.sent?.id)
  return { ...state, message, notify }
}
