import { WaypostError } from '@waypost/contract'
import { firestoreApiKeys } from '../../src/auth/api-key-store.firestore.ts'
import { randomSecret } from '../../src/auth/api-key-secret.random.ts'
import { hashOf, PREFIX_LENGTH, type ApiKey } from '../../src/auth/api-key.ts'
import { auditServices } from '../../src/composition/audit.ts'
import { apiKeyServices, createAuthenticator } from '../../src/composition/auth.ts'
import type { Platform } from '../../src/composition/platform.ts'
import type { Role } from '../../src/http/caller.ts'
import type { ApiKeyRouteNeeds } from '../../src/auth/api-keys.http.ts'
import type { Route } from '../../src/http/route.ts'
import { createApp } from '../../src/api/app.http.ts'
import type { EngineRig } from './engine-rig.ts'

/** What came back, parsed. */
export interface Answer<Body> {
  status: number
  body: Body
}

/** One instance of the API: its front door, and what it remembers. */
export interface ApiRig {
  readonly needs: ApiKeyRouteNeeds
  /** Asks as `role`, `role:uid` or the holder of a key; anonymous without `as`. */
  ask<Body>(path: string, question?: Question): Promise<Answer<Body>>
  /** The same, for answers that may not be JSON. */
  askText(path: string, question?: Question): Promise<{ status: number; text: string }>
}

interface Question {
  readonly method?: string
  readonly as?: string
  readonly body?: unknown
}

/** An instance with these routes, on the stores of the engine: keys and audit are real, sign-in is by name. */
export function createApiRig(
  { platform: { settings, ...platform } }: EngineRig,
  routesOf: (needs: ApiKeyRouteNeeds) => readonly Route[],
): ApiRig {
  const instance: Platform = { ...platform, settings: { ...settings, cacheSeconds: 30 } }
  const needs = apiKeyServices(instance)
  const app = createApp({
    routes: routesOf(needs),
    authenticate: createAuthenticator(instance, { verifyIdToken, checkApp: undefined }),
    acts: auditServices(instance),
    corsOrigins: [],
    docsUrl: '',
    ids: instance.ids,
    log: instance.log,
  })
  const request = (path: string, { method = 'GET', as, body }: Question = {}) =>
    app.request(path, {
      method,
      headers: {
        'x-forwarded-for': '203.0.113.9',
        ...(as !== undefined && { authorization: `Bearer ${as}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  return {
    needs,
    async askText(path, question) {
      const answer = await request(path, question)
      return { status: answer.status, text: await answer.text() }
    },
    async ask(path, question) {
      const answer = await request(path, question)
      return { status: answer.status, body: (await answer.json()) as never }
    },
  }
}

const roles: readonly Role[] = ['plain', 'sender', 'operator', 'admin']

/** Firebase's part: a token says its role and whose it is. */
async function verifyIdToken(token: string) {
  const [word, uid = word] = token.split(':')
  const role = roles.find((one) => one === word)
  if (!role || uid === undefined) throw new WaypostError('UNAUTHORIZED')
  return { caller: { kind: 'user' as const, uid, role }, expiresAt: new Date(8.64e15) }
}

/** Keeps a key as it is described and returns its secret. */
export async function storedApiKey({ db, needs }: EngineRig, about: Partial<ApiKey> = {}): Promise<string> {
  const secret = randomSecret(about.mode ?? 'live')
  await firestoreApiKeys(db).add({
    id: needs.ids.next('key'),
    hash: hashOf(secret),
    prefix: secret.slice(0, PREFIX_LENGTH),
    lastFour: secret.slice(-4),
    owner: 'acme',
    name: 'Key of a test',
    mode: 'live',
    scopes: ['admin'],
    sessions: 'all',
    createdAt: needs.clock.now(),
    ...about,
  })
  return secret
}
