import { describe, expect, it, onTestFinished } from 'vitest'
import { Waypost, type WaypostOptions } from './index.ts'
import { wait } from './options.ts'
import { createTestClient, errorAnswer, type Scripted } from './testing/index.ts'

const hello = { to: '+972546800360', text: 'Hello' }
const unavailable = errorAnswer('UNAVAILABLE', { status: 503, retry: 'later' })

/** Sends one text against a script. */
function sending(options: WaypostOptions, ...answers: [Scripted, ...Scripted[]]) {
  const { waypost, transport } = createTestClient(options)
  transport.reply('POST /v1/sendText', ...answers)
  return { transport, sent: waypost.sendText(hello, { key: 'hello-1' }) }
}

describe('credentials', () => {
  it('are the API key of a server', async () => {
    const { transport, sent } = sending({ apiKey: 'wp_live_1' }, {})
    await sent
    expect(transport.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer wp_live_1',
      'idempotency-key': 'hello-1',
    })
  })

  it('are asked for before each attempt: a token may end meanwhile', async () => {
    let tokens = 0
    const getToken = async (fresh: boolean) => `token-${String(++tokens)}-${String(fresh)}`
    const { transport, sent } = sending({ getToken }, unavailable, {})
    await sent
    expect(transport.requests.map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer token-1-false',
      'Bearer token-2-false',
    ])
  })

  it('are renewed once when the API refuses them', async () => {
    const asked: boolean[] = []
    const getToken = (fresh: boolean) => {
      asked.push(fresh)
      return 'token'
    }
    const refused = errorAnswer('UNAUTHORIZED', { status: 401, retry: 'after-fix' })
    await sending({ getToken }, refused, {}).sent
    expect(asked).toEqual([false, true])
    await expect(sending({ getToken }, refused).sent).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    expect(asked).toEqual([false, true, false, true])
  })

  it('of a server are not renewed', async () => {
    const { transport, sent } = sending({ apiKey: 'wrong' }, errorAnswer('UNAUTHORIZED', { status: 401 }))
    await expect(sent).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    expect(transport.requests).toHaveLength(1)
  })

  it('include App Check, in both forms that Firebase returns', async () => {
    for (const appCheck of [async () => 'check', async () => ({ token: 'check' })]) {
      const { transport, sent } = sending({ appCheck }, {})
      await sent
      expect(transport.requests[0]?.headers['x-firebase-appcheck']).toBe('check')
    }
  })

  it('that cannot be renewed are an error of their own, and nothing is sent', async () => {
    const { transport, sent } = sending({ getToken: () => Promise.reject(new Error('offline')) }, {})
    await expect(sent).rejects.toMatchObject({ code: 'SIGN_IN', retry: 'later', cause: new Error('offline') })
    expect(transport.requests).toEqual([])
  })
})

describe('settings', () => {
  it('refuse an API key in a browser', () => {
    const browser = globalThis as { document?: object }
    browser.document = {}
    onTestFinished(() => void delete browser.document)
    const options = { baseUrl: 'https://waypost.test', apiKey: 'wp_live_1' }
    expect(() => new Waypost(options)).toThrow(/API key in a browser is public/)
    expect(() => new Waypost({ ...options, dangerouslyAllowBrowser: true })).not.toThrow()
    expect(() => new Waypost({ baseUrl: 'https://waypost.test' })).not.toThrow()
  })

  it('need an address outside a browser', () => {
    expect(() => new Waypost({ apiKey: 'wp_live_1' })).toThrow(/baseUrl is required/)
  })

  it('take an address with a slash at its end', async () => {
    const { transport, sent } = sending({ baseUrl: 'https://waypost.test/' }, {})
    await sent
    expect(transport.requests[0]?.path).toBe('/v1/sendText')
  })
})

describe('a retry', () => {
  it('happens twice, always under the same key', async () => {
    const { transport, sent } = sending({}, unavailable)
    await expect(sent).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(transport.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(
      Array(3).fill('hello-1'),
    )
    expect(transport.waits).toHaveLength(2)
  })

  it('keeps a random key', async () => {
    const { waypost, transport } = createTestClient()
    transport.reply('POST /v1/sendText', unavailable, unavailable, {})
    await waypost.sendText(hello, { key: 'random' })
    await waypost.sendText(hello, { key: 'random' })
    const keys = transport.requests.map(({ headers }) => headers['idempotency-key'])
    expect(new Set(keys.slice(0, 3)).size).toBe(1)
    expect(keys[0]).toMatch(/^\d+-\d+-\d+-\d+$/)
    expect(keys[3]).not.toBe(keys[0])
  })

  it('follows a lost connection', async () => {
    const { transport, sent } = sending({}, new TypeError('fetch failed'), { body: { id: 'msg_1' } })
    await expect(sent).resolves.toEqual({ id: 'msg_1' })
    expect(transport.requests).toHaveLength(2)
  })

  it('waits as long as the API asks', async () => {
    const limited = errorAnswer('RATE_LIMITED', { status: 429, retry: 'later' })
    const { transport, sent } = sending({}, { ...limited, headers: { 'retry-after': '3' } }, {})
    await sent
    expect(transport.waits).toEqual([3000])
  })

  it('can be switched off', async () => {
    const { transport, sent } = sending({ retries: 0 }, unavailable)
    await expect(sent).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(transport.requests).toHaveLength(1)
  })

  it('does not follow a change without a key, which may have been made', async () => {
    const { waypost, transport } = createTestClient()
    transport.reply('POST /v1/keys', new TypeError('fetch failed'))
    await expect(
      waypost.keys.create({ name: 'shop', owner: 'shop', scopes: ['send'] }),
    ).rejects.toMatchObject({
      code: 'NETWORK',
    })
    expect(transport.requests).toHaveLength(1)
  })

  it('never follows an abort', async () => {
    const abort = new AbortController()
    const { waypost, transport } = createTestClient()
    transport.reply('GET /v1/health', () => {
      abort.abort(new Error('left the page'))
      return unavailable
    })
    await expect(waypost.health.get({ signal: abort.signal })).rejects.toThrow('left the page')
    await expect(waypost.health.get({ signal: abort.signal })).rejects.toThrow('left the page')
    expect(transport.requests).toHaveLength(1)
  })

  it('ends with an abort during the wait', async () => {
    const abort = new AbortController()
    const waiting = wait(60_000, abort.signal)
    abort.abort(new Error('left the page'))
    await expect(waiting).rejects.toThrow('left the page')
    await expect(wait(60_000, abort.signal)).rejects.toThrow('left the page')
    await expect(wait(0, new AbortController().signal)).resolves.toBeUndefined()
  })
})

describe('an answer that is not one of the API', () => {
  it.each([
    ['a page of a proxy', 502, '<html>', 'HTTP_502', 'later'],
    ['an empty success', 200, '', 'HTTP_200', 'never'],
    ['a page of another site', 404, '<!doctype html>', 'HTTP_404', 'never'],
    ['JSON of something else', 500, '{"detail":"no"}', 'HTTP_500', 'later'],
    ['a limit of the platform', 429, 'slow down', 'HTTP_429', 'later'],
  ])('%s is an error with its status', async (_, status, body, code, retry) => {
    const { sent } = sending({ retries: 0 }, { status, body })
    await expect(sent).rejects.toMatchObject({ name: 'WaypostError', code, retry, status })
  })

  it('that does not come in time is a timeout', async () => {
    const hanging: typeof fetch = (_, init) =>
      new Promise((__, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('ended'))))
    const { waypost } = createTestClient({ timeoutMs: 1, retries: 0, fetch: hanging })
    await expect(waypost.health.get()).rejects.toMatchObject({ code: 'TIMEOUT', retry: 'later' })
  })
})

describe('options of a request', () => {
  it('add headers and ask for an answer before Meta has one', async () => {
    const { waypost, transport } = createTestClient()
    transport.reply('POST /v1/sendText', {})
    const headers = { 'request-id': 'shop-1' }
    await waypost.sendText(hello, { key: 'hello-1', respondAsync: true, headers })
    expect(transport.requests[0]?.headers).toMatchObject({ prefer: 'respond-async', 'request-id': 'shop-1' })
  })

  it('leave every other path of the API open', async () => {
    const { waypost, transport } = createTestClient({ apiKey: 'wp_live_1' })
    transport.reply('GET /v1/coming', { body: { soon: true } })
    const answer = await waypost.request<{ soon: boolean }>('GET', '/v1/coming', { query: { page: 2 } })
    expect(answer).toEqual({ soon: true })
    expect(transport.requests[0]).toMatchObject({
      query: { page: '2' },
      headers: { authorization: 'Bearer wp_live_1' },
    })
  })
})
