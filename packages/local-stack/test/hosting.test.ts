import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http'
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
  writeFileSync(join(directory, 'secret.txt'), 'outside')
  const firebaseJson = {
    hosting: {
      public: 'public',
      rewrites: [
        { source: '/v1/**', function: { functionId: 'api', region: 'europe-west1' } },
        { source: '/webhooks/whatsapp', function: { functionId: 'whatsappWebhook' } },
        { source: '/app/**', destination: '/index.html' },
      ],
      headers: [{ source: '**', headers: [{ key: 'X-Content-Type-Options', value: 'nosniff' }] }],
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
