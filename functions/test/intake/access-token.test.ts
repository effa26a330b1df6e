import { afterEach, expect, it } from 'vitest'
import { firestoreBatchWrite } from '../../src/intake/batch-write.firestore.ts'
import { googleAccessToken } from '../../src/intake/google-access-token.system.ts'
import { listeningServer, type ListeningServer } from '../support/listening-server.ts'

/** The token with which the webhook writes. */
let server: ListeningServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

/** Hands out token-1, token-2, …; each valid for an hour. */
function tokens() {
  let fetched = 0
  let now = 0
  return {
    fetched: () => fetched,
    advance: (seconds: number) => void (now += seconds * 1000),
    accessToken: googleAccessToken(
      async () => ({ token: `token-${String(++fetched)}`, seconds: 3600 }),
      () => now,
    ),
  }
}

/** A Firestore that accepts one token, and says which it saw. */
async function firestoreAccepting(valid: string) {
  const seen: string[] = []
  server = await listeningServer((request, response) => {
    const token = (request.headers.authorization ?? '').replace('Bearer ', '')
    seen.push(token)
    request.resume()
    if (token !== valid) return void response.writeHead(401).end('{}')
    response.end('{"status":[{}]}')
  })
  return { host: new URL(server.url).host, seen }
}

const write = { kind: 'create', path: 'inbox/1', fields: { item: '{}' } } as const
const writeWith = (host: string, { accessToken }: ReturnType<typeof tokens>) =>
  firestoreBatchWrite({ projectId: 'demo', emulatorHost: host, accessToken })([write])

it('fetches a new token when Firestore refuses the cached one, and writes with it', async () => {
  const { host, seen } = await firestoreAccepting('token-2')
  expect(await writeWith(host, tokens())).toEqual(['written'])
  expect(seen).toEqual(['token-1', 'token-2'])
})

it('fetches one new token for all calls that were refused together', async () => {
  const { host } = await firestoreAccepting('token-2')
  const source = tokens()
  const writeAll = firestoreBatchWrite({
    projectId: 'demo',
    emulatorHost: host,
    accessToken: source.accessToken,
  })
  expect(await Promise.all([1, 2, 3, 4].map(() => writeAll([write])))).toEqual(Array(4).fill(['written']))
  expect(source.fetched()).toBe(2)
})

it('gives up when the new token is refused too', async () => {
  const { host, seen } = await firestoreAccepting('another')
  await expect(writeWith(host, tokens())).rejects.toThrow('401')
  expect(seen).toEqual(['token-1', 'token-2'])
})

it('caches a token until two minutes before it expires', async () => {
  const source = tokens()
  for (const seconds of [0, 3479]) {
    source.advance(seconds)
    expect(await source.accessToken()).toBe('token-1')
  }
  source.advance(2)
  expect(await source.accessToken()).toBe('token-2')
})

it('asks again after a fetch that failed', async () => {
  let tries = 0
  const accessToken = googleAccessToken(async () => {
    if (++tries === 1) throw new Error('no answer')
    return { token: 'fetched', seconds: 3600 }
  })
  await expect(accessToken()).rejects.toThrow('no answer')
  expect(await accessToken()).toBe('fetched')
})
