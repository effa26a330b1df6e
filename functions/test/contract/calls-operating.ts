import { createHash, randomUUID } from 'node:crypto'
import { stack } from '../support/stack-api.ts'
import { post } from '../support/post-webhook.ts'
import { createResource, session } from './fixtures.ts'
import type { ValidCalls } from './variants.ts'

const newKey = { name: 'Contract', owner: 'contract', mode: 'test', scopes: ['read'] }
const keyId = () => createResource('/v1/keys', newKey)

/** An unreadable webhook body is quarantined under its hash. */
async function rawWebhook(): Promise<string> {
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: randomUUID() })
  await post(body)
  return createHash('sha256').update(body).digest('hex')
}

/** What operators do: senders, keys, what happened. */
export const operatingCalls: ValidCalls = {
  listSessions: [async () => ({})],
  createSession: [async () => ({ body: { name: 'Contract', channel: 'web' } })],
  getSession: [async () => ({ path: { id: await session() } })],
  updateSession: [async () => ({ path: { id: await session() }, body: { name: 'Contract 2' } })],
  deleteSession: [async () => ({ path: { id: await session() } })],
  getSessionHealth: [async () => ({ path: { id: stack.sessionId } })],
  holdSession: [async () => ({ path: { id: await session() }, body: { reason: 'A new number.' } })],
  rotateSessionWebhookSecret: [async () => ({ path: { id: await session() }, body: { overlapHours: 1 } })],
  resumeSession: [async () => ({ path: { id: stack.sessionId }, body: {} })],
  createKey: [async () => ({ body: newKey })],
  listKeys: [async () => ({ query: { limit: '2' } })],
  getKey: [async () => ({ path: { id: await keyId() } })],
  rollKey: [async () => ({ path: { id: await keyId() }, body: { overlapHours: 1 } })],
  revokeKey: [async () => ({ path: { id: await keyId() }, body: {} })],
  listAudit: [async () => ({ query: { limit: '5' } })],
  listRawWebhooks: [async () => ({}), async () => ({ query: { kind: 'body', limit: '2' } })],
  getRawWebhook: [async () => ({ path: { id: await rawWebhook() } })],
  reprocessRawWebhook: [async () => ({ path: { id: await rawWebhook() }, body: {} })],
  getNotifyPolicy: [async () => ({})],
  // The policy that the stack's parameter has already: changes nothing.
  setNotifyPolicy: [async () => ({ body: { others: 'claim', templates: {} } })],
  getStats: [async () => ({}), async () => ({ query: { groupBy: 'day,template' } })],
  getHealth: [async () => ({ as: null })],
  getHealthDetails: [async () => ({})],
  showErrors: [async () => ({ as: null })],
  showReference: [async () => ({ as: null })],
  getReferenceFile: [
    async () => ({ path: { file: 'swagger-ui.css' }, as: null }),
    async () => ({ path: { file: 'reference.js' }, as: null }),
  ],
  getOpenApi: [async () => ({ as: null })],
}
