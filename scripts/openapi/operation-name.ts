/** Names of operations, made from their method and path. */
import type { Route } from '../../functions/src/http/route.ts'

/** Where the grammar below would say something odd. */
const named: Readonly<Record<string, string>> = {
  'POST /v1/whatsapp/notify': 'notify',
  'POST /v1/sendText': 'sendText',
  'GET /v1/sendText': 'sendTextByGet',
  'POST /v1/send': 'send',
  'POST /v1/batch': 'sendBatch',
  'POST /v1/media': 'uploadMedia',
  'GET /v1/audit': 'listAudit',
  'GET /v1/settings/notify-policy': 'getNotifyPolicy',
  'PUT /v1/settings/notify-policy': 'setNotifyPolicy',
  'GET /v1/stats': 'getStats',
  'POST /v1/conversations/{id}/notes': 'addConversationNote',
  'POST /v1/sessions/{id}/webhook-secret': 'rotateSessionWebhookSecret',
  'POST /v1/endpoints/{id}/rotate': 'rotateEndpointSecret',
  'GET /v1/health': 'getHealth',
  'GET /v1/health/details': 'getHealthDetails',
  'GET /v1/docs': 'showReference',
  'GET /v1/docs/errors': 'showErrors',
  'GET /v1/docs/{file}': 'getReferenceFile',
  'GET /v1/openapi.json': 'getOpenApi',
}

/**
 * Like `listMessages`, `getMessage`, `createKey`, `retryMessage`, `syncTemplates`: collections are listed and
 * added to, their members got, changed and removed, and a word at the end is what is done with them.
 */
export function operationName({ method, path }: Pick<Route, 'method' | 'path'>): string {
  const known = named[`${method} ${path}`]
  if (known !== undefined) return known
  const words = path.split('/').slice(2)
  const nouns = words.flatMap((word, i) => {
    if (word.startsWith('{')) return []
    return [words[i + 1]?.startsWith('{') === true ? singular(word) : word]
  })
  const [last = ''] = words.slice(-1)
  if (last.startsWith('{')) return camel([method === 'PUT' ? 'update' : memberVerbs[method], ...nouns])
  if (method === 'GET') return camel([last.endsWith('s') ? 'list' : 'get', ...nouns])
  if (method !== 'POST') return camel([memberVerbs[method], ...nouns])
  if (words.length === 1) return camel(['create', singular(last)])
  return camel([last, ...nouns.slice(0, -1)])
}

const memberVerbs: Readonly<Record<Route['method'], string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'set',
  DELETE: 'delete',
}

const singular = (noun: string): string => noun.replace(/ies$/, 'y').replace(/s$/, '')

const camel = (words: readonly string[]): string =>
  words
    .flatMap((word) => word.split('-'))
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
