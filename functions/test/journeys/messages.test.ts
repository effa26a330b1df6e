import type { ErrorAnswer, MessageList } from '@waypost/contract'
import { expect, it } from 'vitest'
import { newApiKey, newSession } from '../support/database.ts'
import { callApi, stack } from '../support/stack-api.ts'
import { example, hello, inTenMonths, numbers, reaches, sent } from '../support/notify.ts'
import { idTokenOf } from '../support/sign-in.ts'
import { advance } from '../support/stack-clock.ts'

const number = numbers(29)

async function list(query: Record<string, string>, as: string): Promise<MessageList> {
  const { status, body } = await callApi<MessageList>(`/v1/messages?${String(new URLSearchParams(query))}`, {
    as,
  })
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}
const idsOf = ({ data }: MessageList): string[] => data.map(({ id }) => id)

it('lists only one’s own messages, newest first', async () => {
  const [mine, theirs] = await Promise.all([newApiKey({ owner: 'list-a' }), newApiKey({ owner: 'list-b' })])
  const first = await sent(hello(number()), { as: mine })
  const other = await sent(hello(number()), { as: theirs })
  const second = await sent(hello(number()), { as: mine })
  expect(idsOf(await list({}, mine))).toEqual([second.id, first.id])
  expect(idsOf(await list({}, theirs))).toEqual([other.id])
  const { data } = await list({ limit: '1' }, mine)
  expect(data[0]).toMatchObject({ id: second.id, recipient: second.recipient, type: 'template' })
  expect(data[0]).not.toHaveProperty('timeline')
})

it('shows a key nothing that belongs to another, not even whether it exists', async () => {
  const [mine, theirs] = await Promise.all([newApiKey({ owner: 'find-a' }), newApiKey({ owner: 'find-b' })])
  const { id } = await sent(hello(number()), { as: mine })
  const hidden = await callApi<ErrorAnswer>(`/v1/messages/${id}`, { as: theirs })
  const absent = await callApi<ErrorAnswer>('/v1/messages/msg_00000000000000000000000000', { as: theirs })
  for (const { status, body } of [hidden, absent]) {
    expect(status).toBe(404)
    expect(body.error).toBe('MESSAGE_NOT_FOUND')
  }
  expect(hidden.body.message).toBe(absent.body.message)
  expect((await callApi('/v1/messages/not-an-id', { as: theirs })).status).toBe(404)
})

it('shows operators everything, other people only their own', async () => {
  const [operator, sender] = [await idTokenOf('operator'), await idTokenOf('sender')]
  const to = number()
  const fromKey = await sent(hello(to), { as: await newApiKey({ owner: 'seen' }) })
  const fromSender = await sent(hello(to), { as: sender })
  expect(idsOf(await list({ to }, operator))).toEqual([fromSender.id, fromKey.id])
  expect(idsOf(await list({ to }, sender))).toEqual([fromSender.id])
  await reaches(fromKey.id, 'read', operator)
})

it('turns pages that stay as they are while new messages come in', async () => {
  const key = await newApiKey({ owner: 'pages' })
  const all: string[] = []
  for (let i = 0; i < 7; i++) all.unshift((await sent(hello(number()), { as: key })).id)
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page = await list({ limit: '3', ...(cursor !== null && { cursor }) }, key)
    seen.push(...idsOf(page))
    expect(page.hasMore).toBe(page.nextCursor !== null)
    cursor = page.nextCursor
    await sent(hello(number()), { as: key })
  } while (cursor !== null)
  expect(seen).toEqual(all)
})

it('finds messages by recipient, template and session', async () => {
  await newSession('ses_filtered', { owners: ['filters'] })
  await advance(31)
  const as = await newApiKey({ owner: 'filters' })
  const to = number()
  const plain = await sent({ ...hello(to), session: stack.sessionId }, { as })
  const picture = await sent({ ...example, phoneNumber: to, session: stack.sessionId }, { as })
  const elsewhere = await sent({ ...hello(number()), session: 'ses_filtered' }, { as })
  expect(idsOf(await list({ to: to.replace('+', ' ') }, as))).toEqual([picture.id, plain.id])
  expect(idsOf(await list({ template: 'hello_world' }, as))).toEqual([elsewhere.id, plain.id])
  expect(idsOf(await list({ session: 'ses_filtered' }, as))).toEqual([elsewhere.id])
  expect(idsOf(await list({ to, template: 'hello_world', session: stack.sessionId }, as))).toEqual([plain.id])
})

it('finds messages by status, by words and by a number’s end', async () => {
  const as = await newApiKey({ owner: 'finders' })
  const to = number()
  const read = await sent(hello(to), { as })
  await reaches(read.id, 'read', as)
  const { id } = await sent({ ...hello(number()), sendAt: inTenMonths() }, { as })
  expect(idsOf(await list({ status: 'read' }, as))).toEqual([read.id])
  expect(idsOf(await list({ status: 'queued' }, as))).toEqual([id])
  expect(idsOf(await list({ q: 'hello' }, as))).toEqual([id, read.id])
  expect(idsOf(await list({ q: to.slice(-8), status: 'read' }, as))).toEqual([read.id])
  expect(idsOf(await list({ q: read.messageId ?? '' }, as))).toEqual([read.id])
  expect(idsOf(await list({ status: 'received' }, as))).toEqual([])
  await callApi(`/v1/messages/${id}/cancel`, { method: 'POST', as, body: {} })
})

it.each([
  ['limit=0', '/limit'],
  ['limit=101', '/limit'],
  ['limit=many', '/limit'],
  ['cursor=nonsense', '/cursor'],
  ['to=12', '/to'],
  ['status=lost', '/status'],
  ['since=yesterday', '/since'],
  ['q=!!!', '/q'],
  ['colour=red', '/colour'],
])('refuses ?%s and names the field', async (query, path) => {
  const { status, body } = await callApi<ErrorAnswer>(`/v1/messages?${query}`)
  expect(status).toBe(400)
  expect(body.error).toBe('INVALID_REQUEST')
  expect(body.fields?.map((field) => field.path)).toEqual([path])
})

it('needs the scope to read', async () => {
  const { status, body } = await callApi<ErrorAnswer>('/v1/messages', {
    as: await newApiKey({ scopes: ['send'] }),
  })
  expect(status).toBe(403)
  expect(body.error).toBe('FORBIDDEN')
})
