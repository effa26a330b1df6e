import {
  CreateKeyRequest,
  EmptyRequest,
  KeyList,
  KeyView,
  ListKeysQuery,
  NewKeyAnswer,
  RollKeyRequest,
} from '@waypost/contract'
import type { ApiKeyStore } from './api-key-store.ts'
import { createApiKey, type CreateApiKeyNeeds } from './create-api-key.ts'
import { findApiKeyById, revokeApiKey, rollApiKey, type RetireApiKeyNeeds } from './retire-api-key.ts'
import { apiKeyView, createdApiKeyAnswer } from './api-key-view.ts'
import { pageAnswer, paginate } from '../http/page.ts'
import { findUnreachable } from '../http/caller-reach.ts'
import { route, type Route } from '../http/route.ts'

export interface ApiKeyRouteNeeds extends CreateApiKeyNeeds, RetireApiKeyNeeds {
  keys: ApiKeyStore
}

const who = { access: 'admin', role: 'operator' } as const

/** `POST /v1/keys`: a new key; its secret is in this answer and nowhere else. */
const createKeyRoute = (needs: () => Promise<ApiKeyRouteNeeds>) =>
  route({
    ...who,
    method: 'POST',
    path: '/v1/keys',
    body: CreateKeyRequest,
    doc: { summary: 'Create an API key', answers: { 201: NewKeyAnswer }, refusals: ['SESSION_NOT_FOUND'] },
    async handle(request) {
      const ready = await needs()
      const created = await createApiKey(request.body, request, ready)
      return { status: 201, body: createdApiKeyAnswer(created, ready.clock.now()) }
    },
  })

/** `GET /v1/keys`: all keys, the youngest first. */
const listKeysRoute = (needs: () => Promise<ApiKeyRouteNeeds>) =>
  route({
    ...who,
    method: 'GET',
    path: '/v1/keys',
    query: ListKeysQuery,
    doc: { summary: 'List API keys with their usage', answers: { 200: KeyList } },
    async handle({ caller, query: { cursor, limit } }) {
      const { keys, clock } = await needs()
      // One more than asked for tells whether there is another page.
      const found = await keys.list({ ...(cursor !== undefined && { after: cursor }), limit: limit + 1 })
      const page = paginate(found, limit, ({ id }) => id)
      const items = page.items.filter((key) => findUnreachable(caller, key) === undefined)
      return pageAnswer({ ...page, items }, (key) => apiKeyView(key, clock.now()))
    },
  })

/** `GET /v1/keys/{id}` */
const getKeyRoute = (needs: () => Promise<ApiKeyRouteNeeds>) =>
  route({
    ...who,
    method: 'GET',
    path: '/v1/keys/{id}',
    doc: { summary: 'Get an API key', answers: { 200: KeyView }, refusals: ['KEY_NOT_FOUND'] },
    async handle({ caller, params }) {
      const { keys, clock } = await needs()
      const key = await findApiKeyById(params.id, caller, keys)
      return { status: 200, body: apiKeyView(key, clock.now()) }
    },
  })

/** `POST /v1/keys/{id}/roll`: a new secret; the old one ends after the overlap. */
const rollKeyRoute = (needs: () => Promise<ApiKeyRouteNeeds>) =>
  route({
    ...who,
    method: 'POST',
    path: '/v1/keys/{id}/roll',
    body: RollKeyRequest,
    doc: {
      summary: 'Rotate an API key',
      answers: { 201: NewKeyAnswer },
      refusals: ['KEY_NOT_FOUND', 'KEY_ENDED'],
    },
    async handle(request) {
      const ready = await needs()
      const created = await rollApiKey(request.params.id, { input: request.body, request }, ready)
      return { status: 201, body: createdApiKeyAnswer(created, ready.clock.now()) }
    },
  })

/** `POST /v1/keys/{id}/revoke`: ends a key, everywhere within a minute. */
const revokeKeyRoute = (needs: () => Promise<ApiKeyRouteNeeds>) =>
  route({
    ...who,
    method: 'POST',
    path: '/v1/keys/{id}/revoke',
    body: EmptyRequest,
    doc: { summary: 'Revoke an API key', answers: { 200: KeyView }, refusals: ['KEY_NOT_FOUND'] },
    async handle(request) {
      const ready = await needs()
      const key = await revokeApiKey(request.params.id, request, ready)
      return { status: 200, body: apiKeyView(key, ready.clock.now()) }
    },
  })

/** Everything under `/v1/keys`. */
export const apiKeyRoutes = (needs: () => Promise<ApiKeyRouteNeeds>): readonly Route[] => [
  createKeyRoute(needs),
  listKeysRoute(needs),
  getKeyRoute(needs),
  rollKeyRoute(needs),
  revokeKeyRoute(needs),
]
