/** Composables for Vue 3. */
import {
  inject,
  shallowReactive,
  toRefs,
  toValue,
  watch,
  type App,
  type InjectionKey,
  type MaybeRefOrGetter,
  type ToRefs,
} from 'vue'
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

/** The key under which the client is provided: `provide(waypostKey, client)` in a component. */
export const waypostKey: InjectionKey<Waypost> = Symbol('waypost')

/** A plugin that gives an app its client: `app.use(waypostPlugin, client)`. */
export const waypostPlugin = {
  install: (app: App, client: Waypost): void => void app.provide(waypostKey, client),
}

/** The client of the app. @throws Error when none is provided */
export function useWaypost(): Waypost {
  const client = inject(waypostKey, undefined)
  if (!client) throw new Error('No client is provided: call app.use(waypostPlugin, client).')
  return client
}

type Id = MaybeRefOrGetter<string | null | undefined>

/** The state of what `start` follows; it starts again when `key` changes, and ends with the scope. */
function useFollowed<State extends object>(
  none: State,
  key: Id,
  start: (client: Waypost, key: string, follower: Follower<State>) => unknown,
): ToRefs<State> {
  const client = useWaypost()
  const state = shallowReactive({ ...none })
  watch(
    () => toValue(key),
    (current, _, onCleanup) => {
      Object.assign(state, none)
      if (current === undefined || current === null) return
      const abort = new AbortController()
      onCleanup(() => abort.abort())
      const report = (reported: Partial<State>) => {
        if (!abort.signal.aborted) Object.assign(state, reported)
      }
      void start(client, current, { signal: abort.signal, report })
    },
    { immediate: true },
  )
  return toRefs(state)
}

/** Follows a message until it is at rest; nothing while `id` is undefined. */
export const useMessage = (id: Id): ToRefs<MessageState> => useFollowed(noMessage, id, followMessage)

/** Follows a conversation and its newest messages. */
export const useConversation = (id: Id): ToRefs<ConversationState> =>
  useFollowed(noConversation, id, followConversation)

/** The messages of a filter, newest first; `loadMore` adds the next page. */
export function useMessages(
  filter: MaybeRefOrGetter<ListMessages> = {},
): ToRefs<MessagesState> & MessagesLoader {
  let loader: MessagesLoader | undefined
  const state = useFollowed(
    noMessages,
    () => JSON.stringify(toValue(filter)),
    (client, key, follower) => {
      loader = messagesLoader(client, JSON.parse(key) as ListMessages, follower)
      return loader.loadMore()
    },
  )
  return { ...state, loadMore: async () => loader?.loadMore() }
}

/** The state of a notification. */
export interface NotifyState {
  sending: boolean
  /** What the API answered. */
  sent: SendAnswer | undefined
  error: Error | undefined
}

/** Sends a notification. Resolves to undefined when it fails; the reason is in `error`. */
export type Notify = (
  request: NotifyInput & { dryRun?: false },
  options: SendOptions,
) => Promise<SendAnswer | undefined>

const idle: NotifyState = { sending: false, sent: undefined, error: undefined }

/** Sends notifications from a component and follows the last one. A double click under one key sends once. */
export function useNotify(): ToRefs<NotifyState & { message: MessageView | undefined }> & { notify: Notify } {
  const client = useWaypost()
  const state = shallowReactive({ ...idle })
  const once = singleFlight<SendAnswer | undefined>()
  const notify: Notify = (request, options) =>
    once(options.key, async () => {
      Object.assign(state, idle, { sending: true })
      try {
        const sent = await client.notify(request, options)
        Object.assign(state, idle, { sent })
        return sent
      } catch (error) {
        Object.assign(state, idle, { error })
        return undefined
      }
    })
  const { message } = useMessage(() => state.sent?.id)
  return { ...toRefs(state), message, notify }
}
