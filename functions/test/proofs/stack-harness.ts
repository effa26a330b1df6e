import { Firestore } from '@google-cloud/firestore'
import type { StackFile } from '@waypost/local-stack'
import type { ReceivedMessage } from '@waypost/graph-simulator'
import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { firestoreApiKeys } from '../../src/auth/api-key-store.firestore.ts'
import { formatApiKey, hashOf } from '../../src/auth/api-key.ts'
import setup from '../support/stack.ts'

/** The whole local stack, as `npm start` runs it, and a key that sees all messages. */
export interface StackHarness {
  readonly db: Firestore
  /** Asks the API; undefined when there was no answer. */
  api(
    method: string,
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<ApiAnswer | undefined>
  /** The stack's time. */
  now(): Promise<Date>
  /** The stack's control; false when it could not do it. */
  control(path: string, body?: object): Promise<boolean>
  toMeta(path: string, body: object): Promise<void>
  received(to: string): Promise<readonly ReceivedMessage[]>
  close(): Promise<void>
}

export interface ApiAnswer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

export async function createStackHarness(): Promise<StackHarness> {
  const started: StackFile[] = []
  const provide: TestProject['provide'] = (_name, value) => void started.push(value)
  const stop = await setup({ provide } as unknown as TestProject)
  const [stack] = started
  if (!stack) throw new Error('The stack did not say where it is')
  const [host = '', port = ''] = stack.firestoreHost.split(':')
  const db = new Firestore({
    projectId: stack.projectId,
    host: `${host}:${port}`,
    ssl: false,
    customHeaders: { authorization: 'Bearer owner' },
  })
  const secret = await keyThatSeesAll(db)
  return {
    db,
    async api(method, path, body, headers) {
      const request = {
        method,
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...headers },
        ...(body && { body: JSON.stringify(body) }),
      }
      try {
        const answer = await fetch(`${stack.apiUrl}${path}`, request)
        return { status: answer.status, body: (await answer.json()) as ApiAnswer['body'] }
      } catch {
        // The process died under the request: no answer, or half of one.
        return undefined
      }
    },
    async now() {
      const answer = await fetch(stack.clockUrl)
      return new Date(((await answer.json()) as { now: string }).now)
    },
    async control(path, body) {
      const answer = await fetch(`${stack.clockUrl}/${path}`, {
        ...(body && {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      })
      const said: unknown = await answer.json()
      return answer.ok && ((said as { status?: number }).status ?? 200) === 200
    },
    async toMeta(path, body) {
      const answer = await fetch(`${stack.graphUrl}/_simulator/${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
      })
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
    },
    async received(to) {
      const answer = await fetch(`${stack.graphUrl}/_simulator/messages?to=${encodeURIComponent(to)}`)
      return ((await answer.json()) as { messages: ReceivedMessage[] }).messages
    },
    async close() {
      await db.terminate()
      await stop()
    },
  }
}

async function keyThatSeesAll(db: Firestore): Promise<string> {
  const secret = formatApiKey('live', randomBytes(24))
  await firestoreApiKeys(db).add({
    id: `key_${secret.slice(-8)}`,
    hash: hashOf(secret),
    prefix: secret.slice(0, 12),
    lastFour: secret.slice(-4),
    owner: 'proofs',
    name: 'Key of the crash tests',
    mode: 'live',
    scopes: ['send', 'read', 'admin'],
    sessions: 'all',
    createdAt: new Date(),
  })
  return secret
}
