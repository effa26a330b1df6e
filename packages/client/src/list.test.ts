import { expect, it } from 'vitest'
import { createTestClient } from './testing/index.ts'

const page = (ids: string[], nextCursor: string | null) => ({
  body: { data: ids.map((id) => ({ id })), hasMore: nextCursor !== null, nextCursor },
})

it('yields the entries of all pages, with the same filter', async () => {
  const { waypost, transport } = createTestClient()
  transport.reply('GET /v1/messages', page(['1', '2'], 'c1'), page([], 'c2'), page(['3'], null))
  const ids: string[] = []
  for await (const { id } of waypost.messages.list({ status: 'failed', limit: 2 })) ids.push(id)
  expect(ids).toEqual(['1', '2', '3'])
  expect(transport.requests.map(({ query }) => query)).toEqual([
    { status: 'failed', limit: '2' },
    { status: 'failed', limit: '2', cursor: 'c1' },
    { status: 'failed', limit: '2', cursor: 'c2' },
  ])
})

it('fetches no page that is not read', async () => {
  const { waypost, transport } = createTestClient()
  transport.reply('GET /v1/messages', page(['1', '2'], 'c1'))
  const list = waypost.messages.list()
  expect(transport.requests).toEqual([])
  for await (const { id } of list) if (id === '2') break
  expect(transport.requests).toHaveLength(1)
})

it('returns one page with its cursor', async () => {
  const { waypost, transport } = createTestClient()
  transport.reply('GET /v1/conversations/{id}/messages', page(['1'], 'c1'))
  const { data, nextCursor } = await waypost.conversations.messages('cnv_1', { cursor: 'c0' }).page()
  expect([data.length, nextCursor]).toEqual([1, 'c1'])
  expect(transport.requests[0]).toMatchObject({
    path: '/v1/conversations/cnv_1/messages',
    query: { cursor: 'c0' },
  })
})

it('reads a list without pages', async () => {
  const { waypost, transport } = createTestClient()
  transport.reply('GET /v1/sessions', { body: { data: [{ id: 'ses_1' }] } })
  const ids: string[] = []
  for await (const { id } of waypost.sessions.list()) ids.push(id)
  expect(ids).toEqual(['ses_1'])
})
