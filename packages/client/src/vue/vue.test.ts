import { createSSRApp, effectScope, ref, shallowRef, type EffectScope } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTestClient, errorAnswer, type FakeAnswer, type FakeTransport } from '../testing/index.ts'
import type { Waypost } from '../waypost.ts'
import { useConversation, useMessage, useMessages, useNotify, useWaypost, waypostPlugin } from './index.ts'

const hello = { to: '+972546800360', templateName: 'hello_world', languageCode: 'en_US' }
const at = (status: string, id = 'msg_1'): FakeAnswer => ({ body: { id, direction: 'out', status } })

let waypost: Waypost
let transport: FakeTransport
let scope: EffectScope
beforeEach(() => {
  ;({ waypost, transport } = createTestClient({ retries: 0 }))
  scope = effectScope()
})
afterEach(() => scope.stop())

/** Runs a composable as the setup of a component does. */
function setup<Result>(composable: () => Result): Result {
  const app = createSSRApp({}).use(waypostPlugin, waypost)
  const result = app.runWithContext(() => scope.run(composable))
  if (result === undefined) throw new Error('The scope is stopped.')
  return result
}

describe('useMessage', () => {
  it('follows a message until it is at rest', async () => {
    transport.reply('GET /v1/messages/{id}', at('accepted'), at('delivered'), at('read'))
    const { message } = setup(() => useMessage('msg_1'))
    await vi.waitFor(() => expect(message.value?.status).toBe('read'))
  })

  it('follows the id of a ref, and shows nothing of an earlier message', async () => {
    transport.reply('GET /v1/messages/msg_1', at('read'))
    transport.reply('GET /v1/messages/msg_2', at('failed', 'msg_2'))
    const id = ref<string | undefined>('msg_1')
    const { message } = setup(() => useMessage(id))
    await vi.waitFor(() => expect(message.value?.status).toBe('read'))
    id.value = undefined
    await vi.waitFor(() => expect(message.value).toBeUndefined())
    id.value = 'msg_2'
    await vi.waitFor(() => expect(message.value?.status).toBe('failed'))
  })

  it('has the error, and ends with its scope', async () => {
    transport.reply('GET /v1/messages/msg_1', errorAnswer('MESSAGE_NOT_FOUND', { status: 404 }))
    transport.reply('GET /v1/messages/msg_2', at('accepted', 'msg_2'))
    const { error } = setup(() => useMessage('msg_1'))
    await vi.waitFor(() => expect(error.value).toMatchObject({ code: 'MESSAGE_NOT_FOUND' }))
    const { message } = setup(() => useMessage('msg_2'))
    await vi.waitFor(() => expect(message.value?.status).toBe('accepted'))
    scope.stop()
    const asked = transport.requests.length
    await transport.wait(0)
    await transport.wait(0)
    expect(transport.requests.length).toBeLessThanOrEqual(asked + 1)
  })
})

describe('useNotify', () => {
  it('sends once for a double click, and the message goes on to be read', async () => {
    transport.reply('POST /v1/whatsapp/notify', at('accepted'))
    transport.reply('GET /v1/messages/{id}', at('accepted'), at('read'))
    const { notify, sending, sent, message } = setup(() => useNotify())
    const clicks = Promise.all([notify(hello, { key: 'order-1' }), notify(hello, { key: 'order-1' })])
    expect(sending.value).toBe(true)
    await clicks
    expect(transport.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
    expect([sending.value, sent.value?.id]).toEqual([false, 'msg_1'])
    await vi.waitFor(() => expect(message.value?.status).toBe('read'))
  })

  it('keeps the error instead of throwing it', async () => {
    transport.reply('POST /v1/whatsapp/notify', errorAnswer('RECIPIENT_INVALID'))
    const { notify, error, sending } = setup(() => useNotify())
    expect(await notify(hello, { key: 'order-1' })).toBeUndefined()
    expect(error.value).toMatchObject({ code: 'RECIPIENT_INVALID' })
    expect(sending.value).toBe(false)
  })
})

describe('lists', () => {
  const pageOf = (ids: string[], nextCursor: string | null): FakeAnswer => ({
    body: { data: ids.map((id) => ({ id })), hasMore: nextCursor !== null, nextCursor },
  })

  it('of messages load page by page, and again for another filter', async () => {
    transport.reply('GET /v1/messages', ({ query }) =>
      query['cursor'] === undefined ? pageOf(['1', '2'], 'c1') : pageOf(['3'], null),
    )
    const filter = shallowRef<{ status: 'failed' | 'read' }>({ status: 'failed' })
    const { messages, hasMore, loading, loadMore } = setup(() => useMessages(filter))
    await vi.waitFor(() => expect([messages.value.length, loading.value]).toEqual([2, false]))
    await loadMore()
    expect([messages.value.map(({ id }) => id), hasMore.value]).toEqual([['1', '2', '3'], false])
    filter.value = { status: 'read' }
    await vi.waitFor(() => expect(messages.value).toHaveLength(2))
    expect(transport.requests.at(-1)?.query).toEqual({ status: 'read' })
  })

  it('of a conversation follow it', async () => {
    const view = (unread: number): FakeAnswer => ({ body: { id: 'cnv_1', unread } })
    transport.reply('GET /v1/conversations/{id}', view(0), view(1))
    transport.reply('GET /v1/conversations/{id}/messages', pageOf(['1'], null), pageOf(['2', '1'], null))
    const { conversation, messages } = setup(() => useConversation('cnv_1'))
    await vi.waitFor(() => expect(messages.value.map(({ id }) => id)).toEqual(['2', '1']))
    expect(conversation.value?.unread).toBe(1)
  })
})

it('says what is missing without a client', () => {
  const app = createSSRApp({})
  expect(() => app.runWithContext(() => useWaypost())).toThrow(/No client is provided/)
})
