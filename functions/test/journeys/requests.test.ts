import { docsPath, errorCatalogue, type ErrorAnswer, type ErrorCode } from '@waypost/contract'
import { expect, it } from 'vitest'
import { callApi } from '../support/stack-api.ts'
import { hello, notify, numbers } from '../support/notify.ts'
import { received } from '../support/simulator.ts'

const number = numbers(28)
const path = '/v1/whatsapp/notify'
const refusal = (question: Parameters<typeof callApi>[1]) =>
  callApi<ErrorAnswer>(path, { method: 'POST', ...question })

it('refuses a body of more than 256 kB', async () => {
  const padded = (bytes: number) => JSON.stringify({ ...hello(number()), padding: 'x'.repeat(bytes) })
  const { status, body } = await refusal({ body: padded(256 * 1024) })
  expect(status).toBe(413)
  expect(body.error).toBe('PAYLOAD_TOO_LARGE')
  expect((await refusal({ body: padded(255 * 1024) })).body.error).toBe('INVALID_REQUEST')
})

it.each([['text/plain'], ['application/x-www-form-urlencoded'], ['multipart/form-data; boundary=x'], ['']])(
  'refuses a body of type "%s"',
  async (type) => {
    const { status, body } = await refusal({
      body: JSON.stringify(hello(number())),
      headers: { 'content-type': type },
    })
    expect(status).toBe(415)
    expect(body.error).toBe('UNSUPPORTED_MEDIA_TYPE')
    expect(body.hint).toContain('application/json')
  },
)

it.each([['application/json; charset=utf-8'], ['Application/JSON']])('takes %s', async (type) => {
  const { status } = await notify(hello(number()), { headers: { 'content-type': type } })
  expect(status).toBe(200)
})

it.each([['{"phoneNumber":'], ["{'phoneNumber': 1}"], ['nonsense']])(
  'refuses %s as Cloud Functions does, before our code',
  async (body) => {
    const { status, headers } = await refusal({ body })
    expect(status).toBe(400)
    expect(headers.get('content-type')).toContain('text/html')
  },
)

it.each([[''], ['[]'], ['{}']])('says what is missing in %j', async (body) => {
  const answer = await refusal({ body })
  expect(answer.status).toBe(400)
  expect(answer.body).toMatchObject({ error: 'INVALID_REQUEST', retry: 'never' })
})

it('names every wrong field at once', async () => {
  const { status, body } = await refusal({
    body: { template_name: 'hello_world', languageCode: 'en-US', metadata: { n: 1 } },
  })
  expect(status).toBe(400)
  expect(body.fields?.map((field) => field.path).toSorted()).toEqual([
    '/languageCode',
    '/metadata/n',
    '/templateName',
    '/template_name',
  ])
})

it('knows nothing at an unknown path', async () => {
  const { status, body } = await callApi<ErrorAnswer>('/v1/whatsapp/notification')
  expect(status).toBe(404)
  expect(body).toMatchObject({
    error: 'NOT_FOUND',
    message: expect.stringContaining('/v1/whatsapp/notification') as string,
  })
})

it.each([
  ['GET', path, 'POST'],
  ['DELETE', path, 'POST'],
  ['PUT', '/v1/messages', 'GET'],
  ['POST', '/v1/health', 'GET'],
])('answers %s %s with 405 and the methods there are', async (method, at, allowed) => {
  const { status, headers, body } = await callApi<ErrorAnswer>(at, { method })
  expect(status).toBe(405)
  expect(headers.get('allow')?.split(', ')).toContain(allowed)
  expect(body.error).toBe('METHOD_NOT_ALLOWED')
})

it('gives every answer a Request-Id, the caller’s own when it is sane', async () => {
  const own = await callApi('/v1/health', { headers: { 'request-id': 'shop-4711:retry.2' } })
  expect(own.headers.get('request-id')).toBe('shop-4711:retry.2')
  const odd = await callApi('/v1/health', { headers: { 'request-id': 'a b<script>' } })
  expect(odd.headers.get('request-id')).toMatch(/^req_[0-9a-z]{26}$/)
  const refused = await refusal({ as: null, body: {}, headers: { 'request-id': 'mine' } })
  expect(refused.headers.get('request-id')).toBe('mine')
  expect(refused.body.requestId).toBe('mine')
})

it('lets pages of the allowed origin call, and no others', async () => {
  const from = (origin: string, method = 'GET') =>
    callApi('/v1/health', {
      method,
      as: null,
      headers: {
        origin,
        ...(method === 'OPTIONS' && {
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type,idempotency-key',
        }),
      },
    })
  const allowed = await from('https://app.example.com')
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
  expect(allowed.headers.get('access-control-expose-headers')).toContain('Request-Id')
  expect(allowed.headers.get('vary')).toContain('Origin')
  const preflight = await from('https://app.example.com', 'OPTIONS')
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-methods')).toContain('POST')
  expect(preflight.headers.get('access-control-allow-headers')).toContain('idempotency-key')
  const other = await from('https://evil.example.com')
  expect(other.headers.has('access-control-allow-origin')).toBe(false)
})

it('lets no page call what is for keys alone', async () => {
  const mayPost = await preflight('/v1/sendText', 'POST')
  expect(mayPost.get('access-control-allow-origin')).toBe('https://app.example.com')
  const mayGet = await preflight('/v1/sendText', 'GET')
  expect(mayGet.has('access-control-allow-origin')).toBe(false)
})

const preflight = async (path: string, method: string): Promise<Headers> => {
  const headers = { origin: 'https://app.example.com', 'access-control-request-method': method }
  return (await callApi(path, { method: 'OPTIONS', as: null, headers })).headers
}

it('takes an act that needs no words without a body', async () => {
  const { status, body } = await callApi<ErrorAnswer>(`/v1/messages/msg_${'0'.repeat(26)}/cancel`, {
    method: 'POST',
  })
  expect([status, body.error]).toEqual([404, 'MESSAGE_NOT_FOUND'])
  const nothing = await callApi<ErrorAnswer>('/v1/sendText', { method: 'POST' })
  expect([nothing.status, nothing.body.fields?.map(({ path }) => path)]).toEqual([400, ['/to', '/text']])
})

it('says in headers that its answers are not for caches, frames or guessing', async () => {
  const { headers } = await callApi('/v1/health')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('strict-transport-security')).toContain('max-age=')
})

it('explains every code on the page that refusals link to', async () => {
  const { status, headers, body } = await callApi<string>('/v1/docs/errors', { as: null })
  expect(status).toBe(200)
  expect(headers.get('content-type')).toContain('text/html')
  for (const code of Object.keys(errorCatalogue) as ErrorCode[])
    expect(body).toContain(`id="${docsPath(code).split('#')[1] ?? ''}"`)
})

it('sends nothing when a body is refused', async () => {
  const to = number()
  await refusal({ body: { ...hello(to), colour: 'red' } })
  expect((await received(to)).attempts).toEqual([])
})
