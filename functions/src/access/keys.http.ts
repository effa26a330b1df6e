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
import { createKey, type CreateKeyNeeds } from './create-key.ts'
import { findKey, revokeKey, rollKey, type EndKeyNeeds } from './end-key.ts'
import { keyView, newKeyAnswer } from './key-view.ts'
import { pageAnswer, pageOf } from './page.ts'
import { route, type Route } from './route.ts'

export interface KeyRouteNeeds extends CreateKeyNeeds, EndKeyNeeds {
  keys: ApiKeyStore
}

const who = { access: 'admin', role: 'operator' } as const

/** `POST /v1/keys`: a new key; its secret is in this answer and nowhere else. */
const createKeyRoute = (needs: () => Promise<KeyRouteNeeds>) =>
  route({
    ...who,
    method: 'POST',
    path: '/v1/keys',
    body: CreateKeyRequest,
    doc: { summary: 'Make an API key', answers: { 201: NewKeyAnswer }, refusals: ['SESSION_NOT_FOUND'] },
    async handle(request) {
      const ready = await needs()
      const made = await createKey(request.body, request, ready)
      return { status: 201, body: newKeyAnswer(made, ready.clock.now()) }
    },
  })

/** `GET /v1/keys`: all keys, the youngest first. */
const listKeysRoute = (needs: () => Promise<KeyRouteNeeds>) =>
  route({
    ...who,
    method: 'GET',
    path: '/v1/keys',
    query: ListKeysQuery,
    doc: { summary: 'List API keys and how they are used', answers: { 200: KeyList } },
    async handle({ query: { cursor, limit } }) {
      const { keys, clock } = await needs()
      // One more than asked for tells whether there is another page.
      const found = await keys.list({ ...(cursor !== undefined && { after: cursor }), limit: limit + 1 })
      const page = pageOf(found, limit, ({ id }) => id)
      return pageAnswer(page, (key) => keyView(key, clock.now()))
    },
  })

/** `GET /v1/keys/{id}` */
const getKeyRoute = (needs: () => Promise<KeyRouteNeeds>) =>
  route({
    ...who,
    method: 'GET',
    path: '/v1/keys/{id}',
    doc: { summary: 'Show an API key', answers: { 200: KeyView }, refusals: ['KEY_NOT_FOUND'] },
    async handle({ params }) {
      const { keys, clock } = await needs()
      return { status: 200, body: keyView(await findKey(params['id'] ?? '', keys), clock.now()) }
    },
  })

/** `POST /v1/keys/{id}/roll`: a new secret; the old one ends after the overlap. */
const rollKeyRoute = (needs: () => Promise<KeyRouteNeeds>) =>
  route({
    ...who,
    method: 'POST',
    path: '/v1/keys/{id}/roll',
    body: RollKeyRequest,
    doc: {
      summary: 'Give an API key a new secret',
      answers: { 201: NewKeyAnswer },
      refusals: ['KEY_NOT_FOUND', 'KEY_ENDED'],
    },
    async handle(request) {
      const ready = await needs()
      const made = await rollKey(request.params['id'] ?? '', { wish: request.body, request }, ready)
      return { status: 201, body: newKeyAnswer(made, ready.clock.now()) }
    },
  })

/** `POST /v1/keys/{id}/revoke`: ends a key, everywhere within a minute. */
const revokeKeyRoute = (needs: () => Promise<KeyRouteNeeds>) =>
  route({
    ...who,
    method: 'POST',
    path: '/v1/keys/{id}/revoke',
    body: EmptyRequest,
    doc: { summary: 'End an API key now', answers: { 200: KeyView }, refusals: ['KEY_NOT_FOUND'] },
    async handle(request) {
      const ready = await needs()
      const key = await revokeKey(request.params['id'] ?? '', request, ready)
      return { status: 200, body: keyView(key, ready.clock.now()) }
    },
  })

/** Everything under `/v1/keys`. */
export const keyRoutes = (needs: () => Promise<KeyRouteNeeds>): readonly Route[] => [
  createKeyRoute(needs),
  listKeysRoute(needs),
  getKeyRoute(needs),
  rollKeyRoute(needs),
  revokeKeyRoute(needs),
]
