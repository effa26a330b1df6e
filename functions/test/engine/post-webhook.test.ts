import type { LookupAddress } from 'node:dns'
import type { IncomingMessage } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { postOverHttp, type LookUp } from '../../src/deliveries/post-webhook.undici.ts'
import type { WebhookResponse } from '../../src/deliveries/post-webhook.ts'
import { listeningServer, type ListeningServer } from '../support/listening-server.ts'

/** What the tool that posts to endpoints does with answers, and where it refuses to go. */
let server: ListeningServer
let port: string
const asked: IncomingMessage[] = []
beforeAll(async () => {
  server = await listeningServer((request, response) => {
    asked.push(request)
    if (request.url === '/moved') return void response.writeHead(302, { location: '/elsewhere' }).end()
    if (request.url === '/wait') return void response.writeHead(503, { 'retry-after': '90' }).end('later')
    if (request.url === '/reset') return void request.socket.destroy()
    response.end('x'.repeat(request.url === '/long' ? 100_000 : 5_000))
  })
  port = new URL(server.url).port
})
afterAll(() => server.close())

const request = { headers: { 'content-type': 'application/json' }, body: '{}' }
const onThisMachine = postOverHttp({ loopback: true })
const deployed = postOverHttp({ loopback: false })
const local = (path: string): string => `${server.url}${path}`
const because = (reply: WebhookResponse): string => (reply.kind === 'failed' ? reply.because : 'answered')

/** Names lead where the test says: to the next of these addresses at each look-up. */
const leadingTo = (...addresses: string[]): { lookup: LookUp; asked: () => number } => {
  let times = 0
  const lookup = (
    _name: string,
    _options: object,
    callback: (error: null, found: LookupAddress[]) => void,
  ): void => {
    const address = addresses[Math.min(times++, addresses.length - 1)] ?? ''
    callback(null, [{ address, family: address.includes(':') ? 6 : 4 }])
  }
  return { lookup: lookup as unknown as LookUp, asked: () => times }
}

it('keeps the first two kilobytes of an answer', async () => {
  const reply = await onThisMachine(local('/'), request)
  expect(reply).toMatchObject({ kind: 'answered', status: 200, tooLong: false })
  expect(reply.kind === 'answered' && reply.text).toHaveLength(2048)
})

it('reads no more than 64 kilobytes of it', async () => {
  expect(await onThisMachine(local('/long'), request)).toMatchObject({ status: 200, tooLong: true })
})

it('does not follow a redirect', async () => {
  asked.length = 0
  expect(await onThisMachine(local('/moved'), request)).toMatchObject({ kind: 'answered', status: 302 })
  expect(asked.map(({ url }) => url)).toEqual(['/moved'])
})

it('tells what the endpoint asks for', async () => {
  expect(await onThisMachine(local('/wait'), request)).toMatchObject({ status: 503, retryAfter: '90' })
})

it('says in words why there was no answer', async () => {
  expect(because(await onThisMachine(local('/reset'), request))).toContain('closed the connection')
  expect(because(await onThisMachine('http://127.0.0.1:1/', request))).toContain('refused')
})

it.each([
  ['a literal address', (at: string) => `https://127.0.0.1:${at}/`],
  ['a decimal one', (at: string) => `https://2130706433:${at}/`],
  ['a hexadecimal one', (at: string) => `https://0x7f000001:${at}/`],
  ['a short one', (at: string) => `https://127.1:${at}/`],
  ['IPv4 in IPv6', (at: string) => `https://[::ffff:127.0.0.1]:${at}/`],
  ['IPv6', (at: string) => `https://[::1]:${at}/`],
  ['the metadata server', (at: string) => `https://169.254.169.254:${at}/`],
  ['a private network', (at: string) => `https://192.168.0.1:${at}/`],
  ['a name of this machine', (at: string) => `https://localhost:${at}/`],
])('goes nowhere near this network by %s', async (_, url) => {
  asked.length = 0
  expect(because(await deployed(url(port), request))).toMatch(/(is not|does not resolve to) a public address/)
  expect(asked).toEqual([])
})

it.each(['10.0.0.1', '127.0.0.1', '169.254.169.254', '::1', 'fd00::1', '::ffff:10.0.0.1'])(
  'goes nowhere for a name that leads to %s',
  async (address) => {
    const post = postOverHttp({ loopback: false }, leadingTo(address).lookup)
    const reply = await post('https://hooks.example.com/', request)
    // Not the address: it would tell what a name means inside our network.
    expect(because(reply)).toBe('hooks.example.com does not resolve to a public address.')
  },
)

it('checks a name at every connection: one that was public before may be private now', async () => {
  asked.length = 0
  const { lookup, asked: lookedUp } = leadingTo('192.0.2.1', '127.0.0.1')
  const post = postOverHttp({ loopback: false }, lookup)
  for (let attempt = 1; attempt <= 2; attempt++)
    expect(because(await post(`https://hooks.example.com:${port}/`, request))).toContain(
      'does not resolve to a public address',
    )
  expect(asked).toEqual([])
  expect(lookedUp()).toBe(2)
})

it('names no address of the network in the reason of a failed connection', async () => {
  const refusedBy = (error: Error): LookUp =>
    ((_name: string, _options: object, callback: (error: Error) => void) =>
      callback(error)) as unknown as LookUp
  const inner = ['10.0.0.7', 'fd00::7', '169.254.169.254']
  const errors = inner.flatMap((address) => [
    new Error(`connect to ${address} failed`),
    Object.assign(new Error(`connect EHOSTUNREACH ${address}:443`), { code: 'EHOSTUNREACH' }),
    Object.assign(new Error('odd'), { code: `failed at ${address}` }),
    new AggregateError([new Error(`no route to ${address}`)]),
  ])
  for (const error of errors) {
    const reason = because(
      await postOverHttp({ loopback: false }, refusedBy(error))('https://a.example/', request),
    )
    expect(reason).toMatch(/^The connection failed(: EHOSTUNREACH)?\.$/)
  }
})

it('does not speak plain http to another machine, even where this one may be posted to', async () => {
  expect(because(await onThisMachine('http://example.com/', request))).toContain('https://')
})
