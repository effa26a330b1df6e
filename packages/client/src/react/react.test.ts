// @vitest-environment happy-dom
import { createElement, StrictMode, type ReactElement } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SendOptions } from '../index.ts'
import { createTestClient, errorAnswer, type FakeAnswer, type FakeTransport } from '../testing/index.ts'
import type { Waypost } from '../waypost.ts'
import {
  conversationQuery,
  messageQuery,
  messagesQuery,
  useConversation,
  useMessage,
  useMessages,
  useNotify,
  useWaypost,
  WaypostProvider,
} from './index.ts'

const hello = { to: '+972546800360', templateName: 'hello_world', languageCode: 'en_US' }
const at = (status: string, id = 'msg_1'): FakeAnswer => ({ body: { id, direction: 'out', status } })

let waypost: Waypost
let transport: FakeTransport
let root: Root
/** The part of the DOM that the tests read. */
let page: { textContent: string | null }
const { document } = globalThis as unknown as { document: { createElement: (name: string) => typeof page } }

beforeEach(() => {
  ;({ waypost, transport } = createTestClient({ retries: 0 }))
  page = document.createElement('main')
  root = createRoot(page)
})
afterEach(() => root.unmount())

const show = (element: ReactElement): void =>
  root.render(createElement(StrictMode, null, createElement(WaypostProvider, { client: waypost }, element)))
const shows = (text: string): Promise<void> => vi.waitFor(() => expect(page.textContent).toBe(text))

function Status({ id }: { id: string | undefined }) {
  const { message, error } = useMessage(id)
  return createElement('p', null, error?.message ?? message?.status ?? 'nothing')
}

describe('useMessage', () => {
  it('follows a message until it is at rest', async () => {
    transport.reply('GET /v1/messages/{id}', at('accepted'), at('accepted'), at('delivered'), at('read'))
    show(createElement(Status, { id: 'msg_1' }))
    await shows('read')
  })

  it('shows nothing of an earlier message', async () => {
    transport.reply('GET /v1/messages/msg_1', at('read'))
    transport.reply('GET /v1/messages/msg_2', () => new Promise(() => undefined))
    show(createElement(Status, { id: 'msg_1' }))
    await shows('read')
    show(createElement(Status, { id: 'msg_2' }))
    await shows('nothing')
    show(createElement(Status, { id: undefined }))
    await shows('nothing')
  })

  it('shows why a message cannot be read', async () => {
    transport.reply(
      'GET /v1/messages/{id}',
      errorAnswer('MESSAGE_NOT_FOUND', { message: 'Message msg_1 not found.' }),
    )
    show(createElement(Status, { id: 'msg_1' }))
    await shows('Message msg_1 not found.')
  })

  it('stops asking when the component is gone', async () => {
    transport.reply('GET /v1/messages/{id}', at('accepted'))
    show(createElement(Status, { id: 'msg_1' }))
    await shows('accepted')
    show(createElement('p', null, 'gone'))
    await shows('gone')
    const asked = transport.requests.length
    await transport.wait(0)
    await transport.wait(0)
    expect(transport.requests.length).toBeLessThanOrEqual(asked + 1)
  })
})

type NotifyHook = ReturnType<typeof useNotify>
let hook: NotifyHook
function Sender() {
  hook = useNotify()
  const { sending, message, error } = hook
  return createElement('p', null, sending ? 'sending' : (error?.message ?? message?.status ?? 'idle'))
}
const notify = (options: SendOptions) => hook.notify(hello, options)

describe('useNotify', () => {
  it('sends, and the message goes on to be read', async () => {
    transport.reply('POST /v1/whatsapp/notify', at('accepted'))
    transport.reply('GET /v1/messages/{id}', at('accepted'), at('delivered'), at('read'))
    show(createElement(Sender))
    await shows('idle')
    const sent = await notify({ key: 'order-1' })
    expect(sent).toMatchObject({ id: 'msg_1' })
    await shows('read')
  })

  it('sends once for a double click, and twice for two keys', async () => {
    transport.reply('POST /v1/whatsapp/notify', at('accepted', 'msg_7'))
    transport.reply('GET /v1/messages/{id}', at('read', 'msg_7'))
    show(createElement(Sender))
    await shows('idle')
    const clicks = await Promise.all([notify({ key: 'order-1' }), notify({ key: 'order-1' })])
    expect(clicks.map((sent) => sent?.id)).toEqual(['msg_7', 'msg_7'])
    const sends = () => transport.requests.filter(({ method }) => method === 'POST')
    expect(sends()).toHaveLength(1)
    await Promise.all([notify({ key: 'order-2' }), notify({ key: 'order-3' })])
    expect(sends().map(({ headers }) => headers['idempotency-key'])).toEqual([
      'order-1',
      'order-2',
      'order-3',
    ])
  })

  it('keeps the error instead of throwing it, until the next send', async () => {
    transport.reply(
      'POST /v1/whatsapp/notify',
      errorAnswer('RECIPIENT_INVALID', { message: 'The phone number is not valid.' }),
      at('accepted'),
    )
    transport.reply('GET /v1/messages/{id}', at('read'))
    show(createElement(Sender))
    await shows('idle')
    expect(await notify({ key: 'order-1' })).toBeUndefined()
    await shows('The phone number is not valid.')
    await notify({ key: 'order-2' })
    await shows('read')
  })
})

describe('lists', () => {
  const pageOf = (ids: string[], nextCursor: string | null): FakeAnswer => ({
    body: { data: ids.map((id) => ({ id })), hasMore: nextCursor !== null, nextCursor },
  })

  it('of messages load page by page', async () => {
    transport.reply('GET /v1/messages', ({ query }) =>
      query['cursor'] === undefined ? pageOf(['1', '2'], 'c1') : pageOf(['3'], null),
    )
    let loadMore: () => Promise<void> = async () => undefined
    function List() {
      const list = useMessages({ status: 'failed' })
      ;({ loadMore } = list)
      return createElement('p', null, `${list.messages.map(({ id }) => id).join()} ${String(list.hasMore)}`)
    }
    show(createElement(List))
    await shows('1,2 true')
    await loadMore()
    await shows('1,2,3 false')
    expect(transport.requests.at(-1)?.query).toEqual({ status: 'failed', cursor: 'c1' })
  })

  it('of a conversation follow it', async () => {
    const conversation = (unread: number): FakeAnswer => ({ body: { id: 'cnv_1', unread } })
    transport.reply('GET /v1/conversations/{id}', conversation(0), conversation(0), conversation(1))
    transport.reply('GET /v1/conversations/{id}/messages', pageOf(['1'], null), pageOf(['2', '1'], null))
    function Chat() {
      const { conversation: shown, messages } = useConversation('cnv_1')
      return createElement('p', null, `${String(shown?.unread)} ${messages.map(({ id }) => id).join()}`)
    }
    show(createElement(Chat))
    await shows('1 2,1')
  })
})

describe('a component without a provider', () => {
  it('says what is missing', async () => {
    let message = ''
    function Lost() {
      try {
        useWaypost()
      } catch (error) {
        message = (error as Error).message
      }
      return null
    }
    root.render(createElement(Lost))
    await vi.waitFor(() => expect(message).toMatch(/There is no <WaypostProvider client/))
  })
})

describe('options for TanStack Query', () => {
  const { signal } = new AbortController()

  it('poll a message until it is at rest', async () => {
    transport.reply('GET /v1/messages/{id}', at('accepted'))
    const query = messageQuery(waypost, 'msg_1')
    const data = await query.queryFn({ signal })
    expect(query.queryKey).toEqual(['waypost', 'message', 'msg_1'])
    expect(query.refetchInterval({ state: { data } })).toBe(2000)
    expect(query.refetchInterval({ state: { data: { ...data, status: 'read' } as typeof data } })).toBe(false)
  })

  it('page through messages, and get a conversation', async () => {
    transport.reply('GET /v1/messages', { body: { data: [], hasMore: true, nextCursor: 'c1' } })
    transport.reply('GET /v1/conversations/{id}', { body: { id: 'cnv_1' } })
    const query = messagesQuery(waypost, { status: 'failed' })
    const first = await query.queryFn({ signal, pageParam: query.initialPageParam })
    await query.queryFn({ signal, pageParam: query.getNextPageParam(first) })
    expect(transport.requests.map(({ query: asked }) => asked['cursor'])).toEqual([undefined, 'c1'])
    expect(query.getNextPageParam({ nextCursor: null })).toBeUndefined()
    expect(await conversationQuery(waypost, 'cnv_1').queryFn({ signal })).toEqual({ id: 'cnv_1' })
  })
})
