/** What the access walk calls: for each route, the kind of resource that its path or body names, and a valid body. */
import type { Resource, ResourceKind } from './access-resources.ts'

export interface WalkCall {
  /** What `{id}`, or `session` in the body or query, names. */
  readonly names: ResourceKind
  readonly body?: (resource: Resource) => object
  readonly query?: (resource: Resource) => string
  /** Uses a session without changing it, so that a test key may. */
  readonly isUse?: true
}

const to = '+972546800361'
const sendAt = '2026-03-02T12:00:00Z'
const hello = { templateName: 'hello_world', languageCode: 'en_US', sendAt }
const session = ({ id }: Resource): string => `?session=${id}`
const empty = () => ({})
const sinceToday = { since: '2026-03-01T00:00:00Z' }

/** A key that grants what another one does. */
const sameKey = ({ owner, mode, session: id }: Resource) => ({
  name: 'Walk',
  owner,
  mode,
  scopes: ['read'],
  ...(id !== undefined && { sessions: [id] }),
})

export const walkCalls: Readonly<Record<string, WalkCall>> = {
  'POST /v1/whatsapp/notify': {
    names: 'session',
    isUse: true,
    body: ({ id }) => ({ ...hello, phoneNumber: to, session: id }),
  },
  'POST /v1/sendText': { names: 'session', isUse: true, body: ({ id }) => ({ to, text: 'Hi', session: id }) },
  'GET /v1/sendText': {
    names: 'session',
    isUse: true,
    query: (one) => `${session(one)}&to=%2B972546800361&text=Hi`,
  },
  'POST /v1/send': {
    names: 'session',
    isUse: true,
    body: ({ id }) => ({ to, type: 'text', text: 'Hi', session: id }),
  },
  'POST /v1/batch': {
    names: 'none',
    isUse: true,
    body: () => ({ messages: [{ ...hello, phoneNumber: to, session: 'ses_a' }] }),
  },
  'POST /v1/messages/{id}/read': { names: 'message', body: empty },
  'GET /v1/messages': { names: 'none', query: () => '?limit=100' },
  'GET /v1/messages/{id}': { names: 'message' },
  'POST /v1/messages/{id}/cancel': { names: 'message', body: empty },
  'POST /v1/messages/{id}/retry': { names: 'message', body: empty },
  'POST /v1/messages/retry': {
    names: 'session',
    body: ({ id }) => ({ filter: { session: id }, dryRun: false }),
  },
  'GET /v1/sessions': { names: 'none' },
  'POST /v1/sessions': { names: 'installation', body: () => ({ name: 'Walk', channel: 'web' }) },
  'GET /v1/sessions/{id}': { names: 'session', isUse: true },
  'PUT /v1/sessions/{id}': { names: 'session', body: () => ({ automation: false }) },
  'DELETE /v1/sessions/{id}': { names: 'session' },
  'POST /v1/sessions/{id}/hold': { names: 'session', body: () => ({ reason: 'Walk.' }) },
  'POST /v1/sessions/{id}/webhook-secret': { names: 'session', body: () => ({ overlapHours: 1 }) },
  'GET /v1/sessions/{id}/health': { names: 'session' },
  'POST /v1/sessions/{id}/resume': { names: 'session', body: empty },
  'GET /v1/conversations': { names: 'none' },
  'GET /v1/conversations/{id}': { names: 'conversation' },
  'GET /v1/conversations/{id}/messages': { names: 'conversation' },
  'POST /v1/conversations/{id}/assign': { names: 'conversation', body: () => ({ assignee: 'eve' }) },
  'POST /v1/conversations/{id}/resolve': { names: 'conversation', body: empty },
  'POST /v1/conversations/{id}/read': { names: 'conversation', body: empty },
  'POST /v1/conversations/{id}/notes': { names: 'conversation', body: () => ({ text: 'Walk.' }) },
  'GET /v1/contacts/{id}/consent': { names: 'conversation' },
  'PUT /v1/contacts/{id}/consent': { names: 'conversation', body: () => ({ optedOut: true }) },
  'DELETE /v1/contacts/{id}/consent': { names: 'conversation' },
  'DELETE /v1/contacts/{id}/data': { names: 'conversation' },
  'POST /v1/media': { names: 'session', isUse: true, query: session, body: empty },
  'GET /v1/media/{id}': { names: 'message' },
  'GET /v1/stats': { names: 'none', query: () => '?groupBy=session' },
  'GET /v1/templates': { names: 'session', isUse: true, query: session },
  'POST /v1/templates/sync': { names: 'session', body: ({ id }) => ({ session: id }) },
  'POST /v1/templates/{name}/preview': {
    names: 'session',
    isUse: true,
    body: ({ id }) => ({ session: id, languageCode: 'en_US' }),
  },
  'GET /v1/raw-webhooks': { names: 'installation' },
  'GET /v1/raw-webhooks/{id}': { names: 'installation' },
  'POST /v1/raw-webhooks/{id}/reprocess': { names: 'installation', body: empty },
  'POST /v1/endpoints': { names: 'session', isUse: true, body: ({ id }) => ({ session: id, events: ['*'] }) },
  'GET /v1/endpoints': { names: 'none' },
  'GET /v1/endpoints/{id}': { names: 'endpoint' },
  'PUT /v1/endpoints/{id}': { names: 'endpoint', body: () => ({ description: 'Walk' }) },
  'DELETE /v1/endpoints/{id}': { names: 'endpoint' },
  'POST /v1/endpoints/{id}/rotate': { names: 'endpoint', body: () => ({ overlapHours: 1 }) },
  'POST /v1/endpoints/{id}/test': { names: 'endpoint', body: empty },
  'GET /v1/deliveries': { names: 'none' },
  'POST /v1/deliveries/replay': { names: 'none', body: () => sinceToday },
  'GET /v1/deliveries/{id}': { names: 'delivery' },
  'POST /v1/deliveries/{id}/resend': { names: 'delivery', body: empty },
  'POST /v1/keys': { names: 'key', body: sameKey },
  'GET /v1/keys': { names: 'none' },
  'GET /v1/keys/{id}': { names: 'key' },
  'POST /v1/keys/{id}/roll': { names: 'key', body: () => ({ overlapHours: 1 }) },
  'POST /v1/keys/{id}/revoke': { names: 'key', body: empty },
  'GET /v1/audit': { names: 'installation' },
  'GET /v1/settings/notify-policy': { names: 'installation' },
  'PUT /v1/settings/notify-policy': {
    names: 'installation',
    body: () => ({ others: 'claim', templates: {} }),
  },
  'GET /v1/health': { names: 'none' },
  'GET /v1/health/details': { names: 'installation' },
  'GET /v1/docs/errors': { names: 'none' },
  'GET /v1/openapi.json': { names: 'none' },
  'GET /v1/docs': { names: 'none' },
  'GET /v1/docs/{file}': { names: 'none' },
}
