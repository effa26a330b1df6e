import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeFailure, graphReader } from './graph-reader.ts'
import { waypostApi } from './waypost-api.ts'

interface Exchange {
  readonly status?: number
  readonly body: unknown
  readonly headers?: Record<string, string>
}

const requests: string[] = []
const credentials: (string | undefined)[] = []
let answers: Exchange[] = []
let url = ''
const server = createServer((request: IncomingMessage, response) => {
  requests.push(`${request.method ?? ''} ${request.url ?? ''}`)
  credentials.push(request.headers.authorization)
  const { status = 200, body, headers } = answers.shift() ?? { status: 500, body: {} }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text)
})
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
})
beforeEach(() => {
  requests.length = 0
  credentials.length = 0
  answers = []
})
afterAll(() => void server.close())

/** The body of an empty page. */
const page = (nextCursor: string | null) => ({ body: { data: [], hasMore: nextCursor !== null, nextCursor } })
const api = (key: string | undefined = 'wp_test_key') => waypostApi(url, key)
async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const one of pages) found.push(one)
  return found
}

it('sends the key in a header, never in the URL', async () => {
  answers = [{ body: { status: 'ok' } }]
  await api().up()
  expect(requests).toEqual(['GET /v1/health'])
  expect(credentials).toEqual(['Bearer wp_test_key'])
})

it('needs no key for the public health', async () => {
  answers = [{ body: { status: 'ok' } }]
  await waypostApi(url, undefined).up()
  expect(credentials).toEqual([undefined])
})

it('reads pages until there is no cursor', async () => {
  answers = [page('a b&c'), page(null)]
  expect(await all(api().rawWebhooks('quarantined', '2027-01-31T00:00:00Z'))).toEqual([])
  expect(requests).toEqual([
    'GET /v1/raw-webhooks?state=quarantined&since=2027-01-31T00%3A00%3A00Z&limit=100',
    'GET /v1/raw-webhooks?state=quarantined&since=2027-01-31T00%3A00%3A00Z&limit=100&cursor=a+b%26c',
  ])
})

it('reads the pages of templates in the same way', async () => {
  answers = [page('next'), page(null)]
  await all(api().templates())
  expect(requests).toEqual(['GET /v1/templates?limit=100', 'GET /v1/templates?limit=100&cursor=next'])
})

it('escapes ids in paths', async () => {
  answers = [{ body: { woken: 3 } }]
  expect(await api().resume('ses_a/b')).toBe(3)
  expect(requests).toEqual(['POST /v1/sessions/ses_a%2Fb/resume'])
})

it.each<[string, Exchange, string]>([
  ['an answer of another shape', { body: { woken: 'many' } }, 'returned an unexpected answer'],
  ['a page of HTML', { body: '<html>' }, 'did not answer in JSON'],
  ['an error without our body', { status: 502, body: '<html>' }, 'not an answer of Waypost'],
])('explains %s', async (_what, answer, text) => {
  answers = [answer]
  await expect(api().resume('ses_1')).rejects.toThrow(text)
})

it('says which origin it could not reach', async () => {
  await expect(waypostApi('http://127.0.0.1:2', 'k').up()).rejects.toThrow(
    'http://127.0.0.1:2 could not be reached (ECONNREFUSED).',
  )
})

const graph = () => graphReader({ url, version: 'v26.0', token: 'EAAtoken' })

it('reads a node with its version, and the token in a header', async () => {
  answers = [{ body: { id: '1' }, headers: { 'facebook-api-version': 'v26.0' } }]
  expect(await graph()('1', { fields: 'id,name' })).toEqual({
    ok: true,
    node: { id: '1' },
    servedVersion: 'v26.0',
  })
  expect(requests).toEqual(['GET /v26.0/1?fields=id%2Cname'])
  expect(credentials).toEqual(['Bearer EAAtoken'])
})

it("returns Meta's errors with their hint instead of throwing", async () => {
  const error = { message: 'Invalid OAuth access token.', code: 190, type: 'OAuthException' }
  answers = [{ status: 401, body: { error } }]
  const answer = await graph()('1')
  if (answer.ok) throw new Error('An error was expected.')
  const { said, hint } = describeFailure(answer.failure)
  expect(said).toContain('190')
  expect(hint).not.toBe('')
})

it('returns a failure of the network instead of throwing', async () => {
  const answer = await graphReader({ url: 'http://127.0.0.1:2', version: 'v26.0', token: 't' })('1')
  expect(answer).toEqual({ ok: false, failure: { message: 'Meta could not be reached (ECONNREFUSED).' } })
})
