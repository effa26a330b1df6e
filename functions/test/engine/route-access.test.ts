import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WaypostError } from '@waypost/contract'
import { firestoreApiKeys } from '../../src/auth/api-key-store.firestore.ts'
import { formatApiKey, hashOf, type ApiKey } from '../../src/auth/api-key.ts'
import { authenticate } from '../../src/auth/authenticate.ts'
import { scopes, type Role, type Scope } from '../../src/http/caller.ts'
import { createApp } from '../../src/api/app.http.ts'
import { routes, type RouteNeeds } from '../../src/api/routes.http.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

/**
 * The access rules by route: the scope that a key needs, and the least role of a user (`keys-only`: no user). A route
 * that is missing here fails, so that none is added without its rules.
 */
const expected: Record<string, readonly [Scope, Role | 'keys-only'] | 'public'> = {
  'POST /v1/whatsapp/notify': ['send', 'plain'],
  'POST /v1/sendText': ['send', 'plain'],
  'GET /v1/sendText': ['send:get', 'keys-only'],
  'POST /v1/send': ['send', 'plain'],
  'POST /v1/batch': ['send', 'plain'],
  'POST /v1/messages/{id}/read': ['send', 'sender'],
  'GET /v1/messages': ['read', 'plain'],
  'GET /v1/messages/{id}': ['read', 'plain'],
  'POST /v1/messages/{id}/cancel': ['send', 'plain'],
  'POST /v1/messages/{id}/retry': ['send', 'plain'],
  'POST /v1/messages/retry': ['admin', 'operator'],
  'GET /v1/sessions': ['sessions', 'plain'],
  'POST /v1/sessions': ['admin', 'operator'],
  'GET /v1/sessions/{id}': ['sessions', 'plain'],
  'PUT /v1/sessions/{id}': ['sessions', 'sender'],
  'DELETE /v1/sessions/{id}': ['admin', 'operator'],
  'GET /v1/sessions/{id}/health': ['sessions', 'plain'],
  'POST /v1/sessions/{id}/hold': ['admin', 'operator'],
  'POST /v1/sessions/{id}/resume': ['admin', 'operator'],
  'POST /v1/sessions/{id}/webhook-secret': ['sessions', 'sender'],
  'POST /v1/keys': ['admin', 'operator'],
  'GET /v1/keys': ['admin', 'operator'],
  'GET /v1/keys/{id}': ['admin', 'operator'],
  'POST /v1/keys/{id}/roll': ['admin', 'operator'],
  'POST /v1/keys/{id}/revoke': ['admin', 'operator'],
  'GET /v1/audit': ['admin', 'operator'],
  'POST /v1/media': ['send', 'sender'],
  'GET /v1/media/{id}': ['read', 'plain'],
  'GET /v1/raw-webhooks': ['admin', 'operator'],
  'GET /v1/raw-webhooks/{id}': ['admin', 'operator'],
  'POST /v1/raw-webhooks/{id}/reprocess': ['admin', 'operator'],
  'GET /v1/conversations': ['read', 'plain'],
  'GET /v1/conversations/{id}': ['read', 'plain'],
  'GET /v1/conversations/{id}/messages': ['read', 'plain'],
  'POST /v1/conversations/{id}/assign': ['send', 'plain'],
  'POST /v1/conversations/{id}/resolve': ['send', 'plain'],
  'POST /v1/conversations/{id}/read': ['send', 'sender'],
  'POST /v1/conversations/{id}/notes': ['send', 'plain'],
  'GET /v1/contacts/{id}/consent': ['read', 'plain'],
  'PUT /v1/contacts/{id}/consent': ['send', 'sender'],
  'DELETE /v1/contacts/{id}/consent': ['send', 'sender'],
  'DELETE /v1/contacts/{id}/data': ['sessions', 'sender'],
  'POST /v1/endpoints': ['webhooks', 'sender'],
  'GET /v1/endpoints': ['webhooks', 'sender'],
  'GET /v1/endpoints/{id}': ['webhooks', 'sender'],
  'PUT /v1/endpoints/{id}': ['webhooks', 'sender'],
  'DELETE /v1/endpoints/{id}': ['webhooks', 'sender'],
  'POST /v1/endpoints/{id}/rotate': ['webhooks', 'sender'],
  'POST /v1/endpoints/{id}/test': ['webhooks', 'sender'],
  'GET /v1/deliveries': ['webhooks', 'sender'],
  'GET /v1/deliveries/{id}': ['webhooks', 'sender'],
  'POST /v1/deliveries/{id}/resend': ['webhooks', 'sender'],
  'POST /v1/deliveries/replay': ['webhooks', 'sender'],
  'GET /v1/stats': ['read', 'plain'],
  'GET /v1/templates': ['templates', 'plain'],
  'POST /v1/templates/sync': ['templates', 'operator'],
  'POST /v1/templates/{name}/preview': ['templates', 'plain'],
  'GET /v1/settings/notify-policy': ['admin', 'operator'],
  'PUT /v1/settings/notify-policy': ['admin', 'operator'],
  'GET /v1/health': 'public',
  'GET /v1/health/details': ['admin', 'operator'],
  'GET /v1/docs/errors': 'public',
  'GET /v1/docs': 'public',
  'GET /v1/docs/{file}': 'public',
  'GET /v1/openapi.json': 'public',
}

const people = ['plain', 'sender', 'operator', 'admin'] as const satisfies Role[]
const strangers = ['none', 'garbage', 'mistyped key', 'unknown key', 'revoked key', 'expired key'] as const

/** Those whom this route lets through to what it does. */
function letThrough(access: (typeof expected)[string]): string[] {
  if (access === 'public')
    return [...strangers, ...people, ...scopes.map((scope) => `key: ${scope}`), 'key: none']
  const [scope, least] = access
  const from = least === 'keys-only' ? people.length : people.indexOf(least)
  const keys = scopes.filter((one) => one === scope || (one === 'admin' && scope !== 'send:get'))
  return [...people.slice(from), ...keys.map((one) => `key: ${one}`)]
}

const now = new Date('2026-03-01T12:00:00Z')
const clock = { now: () => now }
let secrets = 0
const newSecret = () => formatApiKey('live', new Uint8Array(24).fill(++secrets))

let rig: EngineRig
let ask: (credentials: string | null, method: string, path: string) => Promise<Response>
const bearers = new Map<string, string | null>()

beforeAll(async () => {
  rig = await engineRig()
  const keys = firestoreApiKeys(rig.db)
  const addKey = async (about: Partial<ApiKey>): Promise<string> => {
    const secret = newSecret()
    await keys.add({
      id: `key_${String(secrets)}`,
      hash: hashOf(secret),
      prefix: secret.slice(0, 12),
      lastFour: secret.slice(-4),
      owner: 'acme',
      name: 'Key of a test',
      mode: 'live',
      scopes: [...scopes],
      sessions: 'all',
      createdAt: now,

      ...about,
    })
    return secret
  }
  bearers.set('none', null)
  bearers.set('garbage', 'open-sesame')
  bearers.set('mistyped key', `${newSecret().slice(0, -1)}_`)
  bearers.set('unknown key', newSecret())
  bearers.set('revoked key', await addKey({ revokedAt: now }))
  bearers.set('expired key', await addKey({ expiresAt: now }))
  bearers.set('key: none', await addKey({ scopes: [] }))
  for (const scope of scopes) bearers.set(`key: ${scope}`, await addKey({ scopes: [scope] }))
  for (const role of people) bearers.set(role, role)
  const app = createApp({
    routes: table,
    authenticate: (header) =>
      authenticate(header('authorization'), {
        // Firebase's part: a token says whose it is, or is none.
        async verifyIdToken(token) {
          const role = people.find((one) => one === token)
          if (!role) throw new WaypostError('UNAUTHORIZED')
          return { caller: { kind: 'user', uid: token, role }, expiresAt: now }
        },
        findApiKey: keys.find,
        countUse: async () => undefined,
        clock,
      }),
    acts: { recordAuditAction: async () => undefined, alert: rig.needs.alert, clock },
    corsOrigins: [],
    docsUrl: '',
    ids: rig.needs.ids,
    log: rig.needs.log,
  })
  ask = async (credentials, method, path) =>
    app.request(path.replaceAll(/\{\w+\}/g, 'x'), {
      method,
      headers: { ...(credentials !== null && { authorization: `Bearer ${credentials}` }) },
    })
}, 60_000)
afterAll(() => rig.close())

/** The table of contents itself; whatever a route would do is out of reach here. */
const outOfReach = async (): Promise<never> => {
  throw new Error('Let through.')
}
const table = routes(
  new Proxy({}, { get: (_, need) => (need === 'clock' ? clock : outOfReach) }) as RouteNeeds,
)
const named = table.map((route) => ({ ...route, name: `${route.method} ${route.path}` }))

it('says of every route who may call it, and of no other', () => {
  expect(named.map(({ name }) => name).toSorted()).toEqual(Object.keys(expected).toSorted())
})

describe.each(named.filter(({ name }) => name in expected))('$name', ({ name, method, path }) => {
  it('lets exactly those through that it is for', async () => {
    const statuses = new Map<string, { status: number; error: string | undefined }>()
    for (const [who, bearer] of bearers) {
      const answer = await ask(bearer, method, path)
      const error = answer.ok ? undefined : ((await answer.json()) as { error?: string }).error
      statuses.set(who, { status: answer.status, error })
    }
    const isRefused = (error: string | undefined) => error === 'UNAUTHORIZED' || error === 'FORBIDDEN'
    const through = [...statuses].filter(([, { error }]) => !isRefused(error)).map(([who]) => who)
    expect(through.toSorted()).toEqual(letThrough(expected[name] ?? 'public').toSorted())
    for (const [who, { status, error }] of statuses)
      if (isRefused(error)) expect([who, status]).toEqual([who, who in strangerWords ? 401 : 403])
  })
})

const strangerWords = Object.fromEntries(strangers.map((who) => [who, true]))
