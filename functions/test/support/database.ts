import { Firestore } from '@google-cloud/firestore'
import { randomBytes } from 'node:crypto'
import { firestoreApiKeys } from '../../src/auth/api-key-store.firestore.ts'
import { formatApiKey, hashOf, type ApiKey } from '../../src/auth/api-key.ts'
import { firestoreSessions } from '../../src/sessions/session-store.firestore.ts'
import type { Session } from '../../src/sessions/session.ts'
import { stack } from './stack-api.ts'

/** Runs something on the stack's Firestore, through the real client. */
export async function onDatabase<T>(work: (db: Firestore) => Promise<T>): Promise<T> {
  const [host = '', port = ''] = stack.firestoreHost.split(':')
  const db = new Firestore({
    projectId: stack.projectId,
    host: `${host}:${port}`,
    ssl: false,
    ignoreUndefinedProperties: true,
    customHeaders: { authorization: 'Bearer owner' },
  })
  try {
    return await work(db)
  } finally {
    await db.terminate()
  }
}

/** Keeps a new API key and returns its secret. */
export async function newApiKey(about: Partial<ApiKey> = {}): Promise<string> {
  const mode = about.mode ?? 'live'
  const secret = formatApiKey(mode, randomBytes(24))
  const key: ApiKey = {
    id: `key_${secret.slice(-8)}`,
    hash: hashOf(secret),
    prefix: secret.slice(0, 12),
    lastFour: secret.slice(-4),
    owner: 'journeys',
    name: 'Key of a test',
    mode,
    scopes: ['send', 'read'],
    sessions: 'all',
    createdAt: new Date(),
    ...about,
  }
  await onDatabase((db) => firestoreApiKeys(db).add(key))
  return secret
}

/** Keeps a session beside the demo one, on the same number of Meta's. */
export function newSession(id: string, about: Partial<Session> = {}): Promise<void> {
  const session: Session = {
    id,
    name: id,
    channel: 'cloud',
    phoneNumberId: stack.phoneNumberId,
    wabaId: stack.wabaId,
    owners: ['demo'],
    isDefault: false,
    ...about,
  }
  return onDatabase((db) => firestoreSessions(db).put(session))
}

/** Makes the next calls of Firestore fail: see `failNext` of the embedded Firestore. */
export async function willFail(order: {
  rpc: string
  code: string
  times?: number
  collection?: string
  stage?: 'before' | 'after'
}): Promise<void> {
  const response = await fetch(`http://${stack.firestoreHost}/emulator/v1/failures`, {
    method: 'POST',
    body: JSON.stringify(order),
  })
  if (!response.ok) throw new Error(await response.text())
}
