import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readHostingConfig } from '../src/hosting/hosting-config.ts'
import { startHosting, type HostingServer } from '../src/hosting/hosting-server.ts'
import { closeServer, listen } from '../src/http/listen.ts'

let directory: string
let functions: Server
let hosting: HostingServer
let received: { url: string | undefined; headers: IncomingHttpHeaders; body: Buffer }[] = []

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hosting-'))
  mkdirSync(join(directory, 'public/docs'), { recursive: true })
  writeFileSync(join(directory, 'public/index.html'), '<h1>home</h1>')
  writeFileSync(join(directory, 'public/docs/index.html'), '<h1>docs</h1>')
  writeFileSync(join(directory, 'public/about.html'), '<h1>about</h1>')
  writeFileSync(join(directory, 'public/app.css'), 'body {}')
  writeFileSync(join(directory, 'secret.txt'), 'outside')
  const firebaseJson = {
    hosting: {
      public: 'public',
      rewrites: [
        { source: '/v1/**', function: { functionId: 'api', region: 'europe-west1' } },
        { source: '/webhooks/whatsapp', function: { functionId: 'whatsappWebhook' } },
        { source: '/app/**', destination: '/index.html' },
      ],
      redirects: [{ source: '/old/:page', destination: '/docs/:page', type: 302 }],
      cleanUrls: true,
      headers: [
        { source: '**/*.@(css|svg)', headers: [{ key: 'X-Asset', value: 'yes' }] },
        { source: '**', headers: [{ key: 'X-Content-Type-Options', value: 'nosniff' }] },
      ],
    },
  }
  writeFileSync(join(directory, 'firebase.json'), JSON.stringify(firebaseJson))
  functions = createServer((request, response) => {
    void buffer(request).then((body) => {
      received.push({ url: request.url, headers: request.headers, body })
      response.writeHead(201, { 'content-type': 'application/octet-stream', 'x-answer': 'yes' }).end(body)
    })
  })
  const port = await listen(functions, 0)
  hosting = await startHosting({
    port: 0,
    projectId: 'demo-waypost',
    config: readHostingConfig(join(directory, 'firebase.json')),
    functionsUrl: `http://127.0.0.1:${port}`,
  })
})

afterAll(async () => {
  await hosting.close()
  await closeServer(functions)
  rmSync(directory, { recursive: true })
})

it('serves files with their type and the headers of firebase.json', async () => {
  const response = await fetch(`${hosting.url}/`)
  expect(await response.text()).toBe('<h1>home</h1>')
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})

it.each([
  ['/docs/', '<h1>docs</h1>'],
  ['/app/some/page', '<h1>home</h1>'],
])('answers %s with the page that belongs there', async (path, page) => {
  expect(await (await fetch(hosting.url + path)).text()).toBe(page)
})

it('never serves a file outside its directory', async () => {
  const status = await new Promise((resolve) => {
    httpRequest(`${hosting.url}/..%2fsecret.txt`, ({ statusCode }) => {
      resolve(statusCode)
    }).end()
  })
  expect(status).toBe(404)
})

it('rewrites a path that is too long for a file name', async () => {
  received = []
  const path = `/v1/messages/${'x'.repeat(8000)}`
  expect((await fetch(hosting.url + path)).status).toBe(201)
  expect(received[0]?.url).toBe(`/demo-waypost/europe-west1/api${path}`)
})

it.each([
  ['/v1/messages?limit=1&q=%C3%A9', '/demo-waypost/europe-west1/api/v1/messages?limit=1&q=%C3%A9'],
  ['/webhooks/whatsapp', '/demo-waypost/us-central1/whatsappWebhook/webhooks/whatsapp'],
])('rewrites %s to its function', async (path, target) => {
  received = []
  const response = await fetch(hosting.url + path, { headers: { cookie: 'a=1; __session=abc; b=2' } })
  expect(response.status).toBe(201)
  expect(response.headers.get('x-answer')).toBe('yes')
  expect(received[0]?.url).toBe(target)
  expect(received[0]?.headers).toMatchObject({
    'x-forwarded-host': new URL(hosting.url).host,
    'x-forwarded-proto': 'http',
    'x-forwarded-for': '127.0.0.1',
    cookie: '__session=abc',
  })
})

it('answers 404 where there is neither file nor rewrite', async () => {
  expect((await fetch(`${hosting.url}/webhooks/other`)).status).toBe(404)
})

it('passes bodies on byte for byte, with a length', async () => {
  received = []
  const body = Buffer.concat([Buffer.from('\uFEFF{"é":\r\n "\\u00e9"}'), randomBytes(1_200_000)])
  const response = await fetch(`${hosting.url}/webhooks/whatsapp`, { method: 'POST', body })
  expect(sha256(received[0]?.body ?? Buffer.alloc(0))).toBe(sha256(body))
  expect(sha256(Buffer.from(await response.arrayBuffer()))).toBe(sha256(body))
  expect(received[0]?.headers['content-length']).toBe(String(body.length))
})

it('passes chunked bodies on, which the official emulator cannot', async () => {
  received = []
  const chunks = [randomBytes(70_000), randomBytes(3), randomBytes(50_000)]
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = httpRequest(`${hosting.url}/webhooks/whatsapp`, { method: 'POST' }, resolve).on(
      'error',
      reject,
    )
    chunks.forEach((chunk) => request.write(chunk))
    request.end()
  })
  await buffer(answer)
  expect(received[0]?.headers['transfer-encoding']).toBe('chunked')
  expect(sha256(received[0]?.body ?? Buffer.alloc(0))).toBe(sha256(Buffer.concat(chunks)))
})

it('redirects as firebase.json says', async () => {
  const response = await fetch(`${hosting.url}/old/intro`, { redirect: 'manual' })
  expect([response.status, response.headers.get('location')]).toEqual([302, '/docs/intro'])
})

it('serves pages without their extension when cleanUrls is set', async () => {
  expect(await (await fetch(`${hosting.url}/about`)).text()).toBe('<h1>about</h1>')
  const extended = await fetch(`${hosting.url}/about.html`, { redirect: 'manual' })
  expect([extended.status, extended.headers.get('location')]).toEqual([301, '/about'])
})

it('adds headers to the paths that their glob matches', async () => {
  expect((await fetch(`${hosting.url}/app.css`)).headers.get('x-asset')).toBe('yes')
  expect((await fetch(`${hosting.url}/`)).headers.get('x-asset')).toBeNull()
})

it('tells browsers to revalidate files, and leaves caching of answers to the function', async () => {
  expect((await fetch(`${hosting.url}/app.css`)).headers.get('cache-control')).toBe('no-cache')
  expect((await fetch(`${hosting.url}/v1/x`)).headers.get('cache-control')).toBeNull()
})

it('serves an edited file at once', async () => {
  const path = join(directory, 'public/edited.txt')
  writeFileSync(path, 'before')
  expect(await (await fetch(`${hosting.url}/edited.txt`)).text()).toBe('before')
  writeFileSync(path, 'after the edit')
  expect(await (await fetch(`${hosting.url}/edited.txt`)).text()).toBe('after the edit')
})

it('answers HEAD with headers alone', async () => {
  const response = await fetch(`${hosting.url}/app.css`, { method: 'HEAD' })
  expect(response.headers.get('content-length')).toBe('7')
  expect(await response.text()).toBe('')
})

it('refuses a path that is not valid percent-encoding', async () => {
  const response = await fetch(`${hosting.url}/%E0%A4%A`)
  expect(response.status).toBe(400)
  expect(await response.text()).toContain('percent-encoding')
})

it('answers 502 when the function cannot be reached', async () => {
  const unreachable = await startHosting({
    port: 0,
    projectId: 'demo-waypost',
    config: readHostingConfig(join(directory, 'firebase.json')),
    functionsUrl: 'http://127.0.0.1:1',
  })
  const response = await fetch(`${unreachable.url}/v1/x`)
  expect(response.status).toBe(502)
  expect(await response.text()).toContain('The function did not answer')
  await unreachable.close()
})

it('waits while the functions start, and asks for the region of a function that names none', async () => {
  received = []
  let ready: () => void = () => undefined
  const waiting = await startHosting({
    port: 0,
    projectId: 'demo-waypost',
    config: readHostingConfig(join(directory, 'firebase.json')),
    functionsUrl: `http://127.0.0.1:${(functions.address() as AddressInfo).port}`,
    functionsReady: () => new Promise((resolve) => (ready = resolve)),
    regionOf: (functionId) => (functionId === 'whatsappWebhook' ? 'asia-east1' : undefined),
  })
  const answer = fetch(`${waiting.url}/webhooks/whatsapp`)
  await (await fetch(`${waiting.url}/app.css`)).text()
  expect(received).toEqual([])
  ready()
  expect((await answer).status).toBe(201)
  expect(received[0]?.url).toBe('/demo-waypost/asia-east1/whatsappWebhook/webhooks/whatsapp')
  await waiting.close()
})

it('drops headers that belong to one connection', async () => {
  received = []
  await new Promise<void>((resolve) => {
    const headers = { te: 'trailers', 'x-forwarded-for': '203.0.113.9', 'x-own': 'stays' }
    httpRequest(`${hosting.url}/v1/x`, { headers }, (answer) => {
      answer.resume().on('end', resolve)
    }).end()
  })
  expect(received[0]?.headers).not.toHaveProperty('te')
  expect(received[0]?.headers).toMatchObject({
    'x-own': 'stays',
    'x-forwarded-for': '203.0.113.9, 127.0.0.1',
  })
})

it('needs hosting.public in firebase.json', () => {
  const path = join(directory, 'empty.json')
  writeFileSync(path, '{"functions":[]}')
  expect(() => readHostingConfig(path)).toThrow('has no hosting.public')
})
