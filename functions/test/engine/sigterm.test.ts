import { Firestore } from '@google-cloud/firestore'
import type { EmbeddedFirestore } from '@waypost/embedded-firestore'
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { firestoreApiKeys } from '../../src/auth/api-key-store.firestore.ts'
import { formatApiKey, hashOf, PREFIX_LENGTH } from '../../src/auth/api-key.ts'
import { buildDeployable, type Deployable } from '../support/deployable.ts'
import { deployedEnvironment } from '../support/deployed-stack.ts'
import { frameworkProgram } from '../support/functions-framework.ts'
import { listeningServer, type ListeningServer } from '../support/listening-server.ts'
import { startFirestore } from '../support/start-firestore.ts'

/** The deployed function `api` on Google's functions framework, ended by the platform while it sends. */
let deployable: Deployable
let firestore: EmbeddedFirestore
let db: Firestore
let meta: ReturnType<typeof heldMeta>
let graph: ListeningServer
let child: ChildProcess | undefined
const secret = formatApiKey('live', randomBytes(24))

beforeAll(async () => {
  ;[deployable, firestore] = await Promise.all([buildDeployable(), startFirestore()])
  meta = heldMeta()
  graph = await meta.server
  const [host = '', port = ''] = firestore.host.split(':')
  db = new Firestore({
    projectId: 'demo-waypost',
    host: `${host}:${port}`,
    ssl: false,
    customHeaders: { authorization: 'Bearer owner' },
    ignoreUndefinedProperties: true,
  })
  await firestoreApiKeys(db).add({
    id: 'key_1',
    hash: hashOf(secret),
    prefix: secret.slice(0, PREFIX_LENGTH),
    lastFour: secret.slice(-4),
    owner: 'acme',
    name: 'Key',
    mode: 'live',
    scopes: ['send'],
    sessions: 'all',
    createdAt: new Date(),
  })
})
afterAll(async () => {
  child?.kill('SIGKILL')
  await graph.close()
  await db.terminate()
  await firestore.close()
  deployable.remove()
})

/** Meta, which answers no send before it is allowed to. */
function heldMeta() {
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>()
  let sends = 0
  const waiting: { count: number; reached: () => void }[] = []
  const server = listeningServer((request, response) => {
    if (request.method === 'GET') return void response.writeHead(503).end()
    sends++
    const wamid = `wamid.${String(sends)}`
    for (const { count, reached } of waiting) if (sends >= count) reached()
    void released.then(() => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ messaging_product: 'whatsapp', contacts: [], messages: [{ id: wamid }] }))
    })
  })
  const received = (count: number) =>
    new Promise<void>((reached) => void waiting.push({ count, reached: () => reached() }))
  return { server, release: () => release(undefined), received }
}

async function freePort(): Promise<number> {
  const server = await listeningServer(() => undefined)
  await server.close()
  return Number(new URL(server.url).port)
}

async function startApi(port: number): Promise<ChildProcess> {
  const started = spawn(
    process.execPath,
    [frameworkProgram, '--target', 'api', '--port', String(port), '--source', join(deployable.directory)],
    {
      env: {
        PATH: process.env['PATH'],
        GCLOUD_PROJECT: 'demo-waypost',
        FUNCTION_TARGET: 'api',
        ...deployedEnvironment(firestore.host, graph.url),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  for await (const line of createInterface({ input: started.stdout })) if (line.includes('URL:')) break
  started.stdout.resume()
  return started
}

const SENDS = 20

it('finishes 20 sends at SIGTERM, takes no more, and exits', async () => {
  const port = await freePort()
  const url = `http://127.0.0.1:${String(port)}`
  child = await startApi(port)
  const ended = once(child, 'exit')
  const received = meta.received(SENDS)
  const sends = Array.from({ length: SENDS }, async (_, i) => {
    const response = await fetch(`${url}/v1/whatsapp/notify`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        phoneNumber: `+9725468003${String(60 + i)}`,
        templateName: 'hello_world',
        languageCode: 'en_US',
      }),
    })
    return response.status
  })
  await received
  child.kill('SIGTERM')
  // A request is refused, or the port is closed.
  while (
    await fetch(`${url}/v1/health`).then(
      ({ ok }) => ok,
      () => false,
    )
  );
  meta.release()
  expect(await Promise.all(sends)).toEqual(Array<number>(SENDS).fill(200))
  expect(await ended).toEqual([0, null])
  const { docs } = await db.collection('messages').get()
  const states = docs.map((message) => message.get('sending') as unknown)
  expect(states).toEqual(Array<string>(SENDS).fill('accepted'))
})
