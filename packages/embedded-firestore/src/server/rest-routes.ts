import { FirestoreError, invalid } from '../protocol/status.ts'
import type { MethodName } from '../rpc/methods.ts'

/** A REST request before its route is known. `path` is decoded and lies below /v1/. */
export interface RestRequest {
  readonly verb: string
  readonly path: string
  readonly search: URLSearchParams
  readonly body: unknown
}

/** The method of a request, and its message as proto3 JSON. */
export interface RoutedCall {
  readonly method: MethodName
  readonly json: Record<string, unknown>
  /** The method streams: its answers form a list. */
  readonly listed: boolean
}

/** Custom methods `{resource}:{verb}`: the method, and the message field that takes the resource. */
const customMethods: Record<string, { method: MethodName; resource: 'database' | 'parent'; listed?: true }> =
  {
    commit: { method: 'Commit', resource: 'database' },
    batchWrite: { method: 'BatchWrite', resource: 'database' },
    batchGet: { method: 'BatchGetDocuments', resource: 'database', listed: true },
    beginTransaction: { method: 'BeginTransaction', resource: 'database' },
    rollback: { method: 'Rollback', resource: 'database' },
    runQuery: { method: 'RunQuery', resource: 'parent', listed: true },
    partitionQuery: { method: 'PartitionQuery', resource: 'parent' },
    runAggregationQuery: { method: 'RunAggregationQuery', resource: 'parent', listed: true },
    listCollectionIds: { method: 'ListCollectionIds', resource: 'parent' },
  }

const lists = new Set(['fieldPaths'])
const readers: Record<string, (text: string) => unknown> = {
  pageSize: Number,
  showMissing: (text) => text === 'true',
  exists: (text) => text === 'true',
}

/** Search parameters as a message: `updateMask.fieldPaths=a` is { updateMask: { fieldPaths: ['a'] } }. */
function messageOf(search: URLSearchParams): Record<string, unknown> {
  const message: Record<string, Record<string, unknown>> & Record<string, unknown> = {}
  for (const key of new Set(search.keys())) {
    const [first = '', second] = key.split('.')
    if (first === 'alt' || first === 'key' || first.startsWith('$')) continue
    const last = second ?? first
    const all = search.getAll(key).map((text) => (readers[last] ?? String)(text))
    const value = lists.has(last) ? all : all[0]
    if (second === undefined) message[first] = value as Record<string, unknown>
    else message[first] = { ...message[first], [second]: value }
  }
  return message
}

const bodyOf = (body: unknown) => {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid('The body must be a JSON object.')
  return body as Record<string, unknown>
}

function customCall({ path, body }: RestRequest, word: string): RoutedCall {
  const custom = customMethods[word]
  if (!custom) throw new FirestoreError('NOT_FOUND', `There is no method ":${word}".`)
  const resource = path.slice(0, path.lastIndexOf(':'))
  const named = custom.resource === 'database' ? resource.replace(/\/documents$/, '') : resource
  return {
    method: custom.method,
    json: { ...bodyOf(body), [custom.resource]: named },
    listed: custom.listed ?? false,
  }
}

/** Verbs on a document's own path. */
const documentCalls: Record<string, (request: RestRequest) => RoutedCall> = {
  GET: ({ path, search }) => ({
    method: 'GetDocument',
    json: { name: path, ...messageOf(search) },
    listed: false,
  }),
  DELETE: ({ path, search }) => ({
    method: 'DeleteDocument',
    json: { name: path, ...messageOf(search) },
    listed: false,
  }),
  PATCH: ({ path, search, body }) => ({
    method: 'UpdateDocument',
    json: { document: { ...bodyOf(body), name: path }, ...messageOf(search) },
    listed: false,
  }),
}

/** Verbs on a collection's path. */
const collectionCalls: Record<string, (request: RestRequest) => RoutedCall> = {
  GET: (request) => ({ method: 'ListDocuments', json: inCollection(request), listed: false }),
  POST: (request) => ({
    method: 'CreateDocument',
    json: { ...inCollection(request), document: bodyOf(request.body) },
    listed: false,
  }),
}

function inCollection({ path, search }: RestRequest): Record<string, unknown> {
  const cut = path.lastIndexOf('/')
  return { parent: path.slice(0, cut), collectionId: path.slice(cut + 1), ...messageOf(search) }
}

/** `projects/p/databases/d/documents` has five segments; below it documents and collections alternate. */
const rootSegments = 5

/**
 * Finds the method of a request by the paths of google/firestore/v1/firestore.proto's HTTP annotations;
 * throws NOT_FOUND when there is none.
 */
export function routeRest(request: RestRequest): RoutedCall {
  const word = /:([A-Za-z]+)$/.exec(request.path)?.[1]
  if (request.verb === 'POST' && word !== undefined && Object.hasOwn(customMethods, word))
    return customCall(request, word)
  const depth = request.path.split('/').length - rootSegments
  const call = (depth % 2 === 0 ? documentCalls : collectionCalls)[request.verb]
  if (depth < 1 || !call)
    throw new FirestoreError('NOT_FOUND', `There is nothing at ${request.verb} /v1/${request.path}.`)
  return call(request)
}
