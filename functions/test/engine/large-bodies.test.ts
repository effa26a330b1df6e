import { startEmbeddedFirestore, type EmbeddedFirestore } from '@waypost/embedded-firestore'
import { request as httpRequest, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { limitBodies } from '../../src/http/limit-bodies.system.ts'
import { buildDeployable, type Deployable } from '../support/deployable.ts'
import { deployedEnvironment } from '../support/deployed-stack.ts'
import { framework } from '../support/functions-framework.ts'
import { serveFunction, type ServedFunction } from '../support/served-function.ts'

/** Large bodies of strangers, on Google's functions framework. */
const MEGABYTE = 1024 * 1024
const LIMITS = { maxBytes: 3 * MEGABYTE, maxBytesAtOnce: 4 * MEGABYTE }

let server: Server | undefined
let endLimit: (() => void) | undefined
afterEach(async () => {
  endLimit?.()
  server?.closeAllConnections()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
  server = undefined
})

async function serve(handle: RequestListener): Promise<string> {
  endLimit = limitBodies(LIMITS)
  server = framework.serve('echo', handle)
  const listening = server
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${String((listening.address() as AddressInfo).port)}/`
}
const sizeOf = (request: IncomingMessage): number => (request as { rawBody?: Buffer }).rawBody?.length ?? 0
const sizes: RequestListener = (request, response) => void response.end(String(sizeOf(request)))

/** A body of some bytes, with its length in the head or in chunks without one. */
async function post(url: string, bytes: number, isChunked = false) {
  const body = Buffer.alloc(bytes, 'x')
  const pieces = new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes; at += 65_536) controller.enqueue(body.subarray(at, at + 65_536))
      controller.close()
    },
  })
  const headers = { 'content-type': 'application/octet-stream' }
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: isChunked ? pieces : body,
    ...(isChunked && { duplex: 'half' }),
  })
  return { status: response.status, text: await response.text() }
}

it.each([
  ['with a length', false],
  ['in chunks', true],
])('takes bodies up to the limit %s, byte for byte', async (_, isChunked) => {
  const url = await serve(sizes)
  for (const bytes of [0, 1, 100_000, 3 * MEGABYTE])
    expect(await post(url, bytes, isChunked)).toEqual({ status: 200, text: String(bytes) })
})

it('refuses a larger one by its length, before a byte of it is sent', async () => {
  let handled = 0
  const url = await serve(() => void handled++)
  const status = await new Promise((resolve, reject) => {
    const headers = { 'content-length': 3 * MEGABYTE + 1 }
    const request = httpRequest(url, { method: 'POST', headers }, (response) => {
      resolve(response.statusCode)
      request.destroy()
    })
    request.on('error', reject)
    request.flushHeaders()
  })
  expect([status, handled]).toEqual([413, 0])
})

it('refuses a larger one in chunks while it arrives', async () => {
  let handled = 0
  const url = await serve(() => void handled++)
  const answered = await new Promise((resolve) => {
    const headers = { 'content-type': 'application/octet-stream' }
    const request = httpRequest(url, { method: 'POST', headers }, (response) => resolve(response.statusCode))
    request.on('error', () => undefined)
    const write = (): void => void request.write(Buffer.alloc(65_536), (error) => error ?? write())
    write()
  })
  expect([answered, handled]).toEqual([413, 0])
})

it('refuses large bodies that do not fit into memory together, and takes small ones meanwhile', async () => {
  const finish: (() => void)[] = []
  const url = await serve((request, response) => {
    if (sizeOf(request) < MEGABYTE) return void response.end('small')
    finish.push(() => void response.end('large'))
    opened()
  })
  let opened = (): void => undefined
  const isOpen = new Promise<void>((resolve) => (opened = resolve))
  const first = post(url, 3 * MEGABYTE)
  await isOpen
  expect(await post(url, 2 * MEGABYTE)).toMatchObject({ status: 503 })
  expect(await post(url, 2 * MEGABYTE, true).catch(() => ({ status: 503 }))).toMatchObject({ status: 503 })
  expect(await post(url, 1000)).toEqual({ status: 200, text: 'small' })
  finish.forEach((end) => end())
  expect(await first).toEqual({ status: 200, text: 'large' })
  const second = post(url, 2 * MEGABYTE)
  await expect.poll(() => finish.length).toBe(2)
  finish[1]?.()
  expect((await second).status).toBe(200)
})

/** The functions as deployed. */
let deployable: Deployable
let firestore: EmbeddedFirestore
beforeAll(async () => {
  ;[deployable, firestore] = await Promise.all([buildDeployable(), startEmbeddedFirestore({ port: 0 })])
})
afterAll(async () => {
  await firestore.close()
  deployable.remove()
})

it.each([
  ['api', '/v1/media', 300],
  ['whatsappWebhook', '/', 40],
])('%s survives eight bodies of 30 MB of strangers at once', async (name, path, megabytes) => {
  const environment = deployedEnvironment(firestore.host, 'http://127.0.0.1:1')
  const served: ServedFunction = await serveFunction(deployable.entry, name, environment)
  await post(`${served.url}${path}`, 2)
  const before = await served.peakMemory()
  const bodies = Array.from({ length: 8 }, () => post(`${served.url}${path}`, 30 * MEGABYTE))
  const refusals = await Promise.all(bodies.map((one) => one.catch(() => ({ status: 413 }))))
  for (const { status } of refusals) expect([401, 413, 503]).toContain(status)
  expect((await served.peakMemory()) - before).toBeLessThan(megabytes * MEGABYTE)
  await served.close()
})
