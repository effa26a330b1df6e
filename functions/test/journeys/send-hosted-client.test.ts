import type { ErrorAnswer, SendAnswer } from '@waypost/contract'
import { beforeAll, expect, it } from 'vitest'
import { newApiKey, newSession } from '../support/database.ts'
import { callApi, stack } from '../support/stack-api.ts'
import { numbers, reaches } from '../support/notify.ts'
import { received } from '../support/simulator.ts'
import { idTokenOf } from '../support/sign-in.ts'

const number = numbers(40)

/** What the environment of such a client holds. */
interface Environment {
  readonly baseUrl: string
  readonly key: string
  readonly session: string | undefined
}

/** A client written for a hosted session API, to the letter: it knows nothing of us. */
async function sendText(env: Environment, to: string, text: string): Promise<string> {
  const response = await fetch(`${env.baseUrl}/v1/sendText`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${env.key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ session: env.session, to, text }),
  })
  const payload = (await response.json()) as {
    id: string
    status: string
    recipient: string
    error?: string
    message?: string
  }
  if (!response.ok)
    throw new Error(`${String(response.status)} ${String(payload.error)}: ${String(payload.message)}`)
  return `${payload.id} ${payload.status} ${payload.recipient}`
}

const env: Environment = { baseUrl: stack.apiUrl, key: stack.apiKey, session: stack.sessionId }
let twoSessions: string
beforeAll(async () => {
  await newSession('ses_hosted1', { owners: ['hosted'] })
  await newSession('ses_hosted2', { owners: ['hosted'] })
  twoSessions = await newApiKey({ owner: 'hosted', sessions: ['ses_hosted1', 'ses_hosted2'] })
})

it('works with a client that was written for another gateway', async () => {
  const to = number()
  const said = await sendText(env, to, 'Your order is on its way.')
  expect(said).toMatch(new RegExp(`^msg_[0-9a-z]{26} accepted \\${to}$`))
  const view = await reaches(said.split(' ')[0] ?? '', 'read')
  expect(view).toMatchObject({ type: 'text', content: { body: 'Your order is on its way.' } })
  expect((await received(to)).messages).toMatchObject([{ content: { body: 'Your order is on its way.' } }])
})

it.each<[string, () => Partial<Environment>, string]>([
  ['a wrong key', () => ({ key: 'wrong' }), '401 UNAUTHORIZED: '],
  ['somebody else’s session', () => ({ key: twoSessions }), '403 SESSION_FORBIDDEN: '],
  [
    'no session, of several',
    () => ({ key: twoSessions, session: undefined }),
    '400 SESSION_REQUIRED: session is required',
  ],
  ['an empty session', () => ({ session: '' }), '400 SESSION_REQUIRED: session is required'],
])('tells such a client of %s in the words it knows', async (_what, other, error) => {
  await expect(sendText({ ...env, ...other() }, number(), 'Hi')).rejects.toThrow(error)
})

it('tells such a client what is wrong with a recipient', async () => {
  await expect(sendText(env, 'no-number', 'Hi')).rejects.toThrow('400 RECIPIENT_INVALID: ')
})

const byGet = (query: Record<string, string>, as: string | null) =>
  callApi<SendAnswer & ErrorAnswer>(`/v1/sendText?${new URLSearchParams(query).toString()}`, { as })

it('sends by a URL alone with a key for it, and forbids caching of the answer', async () => {
  const to = number()
  const key = await newApiKey({ owner: 'demo', scopes: ['send:get'] })
  const { status, headers, body } = await byGet({ session: stack.sessionId, to, text: 'By GET' }, key)
  expect(status, JSON.stringify(body)).toBe(200)
  expect(body).toMatchObject({ status: 'accepted', recipient: to, session: stack.sessionId })
  expect(headers.get('cache-control')).toBe('no-store')
  // An unescaped plus arrives as a space.
  const answer = await callApi<SendAnswer>(`/v1/sendText?to=${to}&text=Again`, { as: key })
  expect(answer.body.recipient).toBe(to)
  expect((await received(to)).messages).toHaveLength(2)
})

it('sends nothing for who asks for the headers alone', async () => {
  const to = number()
  const key = await newApiKey({ owner: 'demo', scopes: ['send:get'] })
  const path = `/v1/sendText?${new URLSearchParams({ to, text: 'By HEAD' }).toString()}`
  expect((await callApi(path, { method: 'HEAD', as: key })).status).toBe(405)
  expect((await received(to)).attempts).toHaveLength(0)
})

it('refuses other keys in a URL', async () => {
  const query = { to: number(), text: 'By GET' }
  const [admin, send, operator] = await Promise.all([
    newApiKey({ scopes: ['admin'] }),
    newApiKey({ scopes: ['send'] }),
    idTokenOf('operator'),
  ])
  for (const as of [admin, send, operator]) {
    const { status, body } = await byGet(query, as)
    expect(status).toBe(403)
    expect(body.message).toContain('the scope "send:get"')
  }
  expect((await byGet(query, null)).status).toBe(401)
  expect((await byGet({ ...query, key: stack.apiKey }, null)).status).toBe(401)
  expect((await received(query.to)).attempts).toHaveLength(0)
})
