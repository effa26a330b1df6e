import { expect, it } from 'vitest'
import { FirestoreError } from '../protocol/status.ts'
import { routeRest } from './rest-routes.ts'

const root = 'projects/p/databases/(default)/documents'
interface Parts {
  search?: string
  body?: unknown
}
const route = (verb: string, path: string, { search = '', body = {} }: Parts = {}) =>
  routeRest({ verb, path, search: new URLSearchParams(search), body })

it.each([
  ['commit', 'Commit', { database: 'projects/p/databases/(default)' }, false],
  ['batchWrite', 'BatchWrite', { database: 'projects/p/databases/(default)' }, false],
  ['batchGet', 'BatchGetDocuments', { database: 'projects/p/databases/(default)' }, true],
  ['beginTransaction', 'BeginTransaction', { database: 'projects/p/databases/(default)' }, false],
  ['rollback', 'Rollback', { database: 'projects/p/databases/(default)' }, false],
  ['runQuery', 'RunQuery', { parent: root }, true],
  ['runAggregationQuery', 'RunAggregationQuery', { parent: root }, true],
  ['partitionQuery', 'PartitionQuery', { parent: root }, false],
  ['listCollectionIds', 'ListCollectionIds', { parent: root }, false],
] as const)('routes :%s to %s', (custom, method, resource, listed) => {
  expect(route('POST', `${root}:${custom}`, { body: { extra: 1 } })).toEqual({
    method,
    json: { extra: 1, ...resource },
    listed,
  })
})

it('takes the parent of a query below a document', () => {
  expect(route('POST', `${root}/c/a:runQuery`).json).toEqual({ parent: `${root}/c/a` })
})

it.each([
  ['GET', `${root}/c/a`, 'GetDocument', { name: `${root}/c/a` }],
  ['DELETE', `${root}/c/a`, 'DeleteDocument', { name: `${root}/c/a` }],
  ['PATCH', `${root}/c/a`, 'UpdateDocument', { document: { name: `${root}/c/a` } }],
  ['GET', `${root}/c`, 'ListDocuments', { parent: root, collectionId: 'c' }],
  ['POST', `${root}/c`, 'CreateDocument', { parent: root, collectionId: 'c', document: {} }],
  ['GET', `${root}/c/a/d`, 'ListDocuments', { parent: `${root}/c/a`, collectionId: 'd' }],
])('routes %s %s to %s', (verb, path, method, json) => {
  expect(route(verb, path)).toEqual({ method, json, listed: false })
})

it.each([
  ['documentId=x', { documentId: 'x' }],
  ['pageSize=20&pageToken=abc', { pageSize: 20, pageToken: 'abc' }],
  ['showMissing=true', { showMissing: true }],
  ['showMissing=no', { showMissing: false }],
  ['mask.fieldPaths=a&mask.fieldPaths=b.c', { mask: { fieldPaths: ['a', 'b.c'] } }],
  ['mask.fieldPaths=a', { mask: { fieldPaths: ['a'] } }],
  ['key=secret&alt=json&$prettyPrint=false', {}],
])('reads the search parameters %s', (search, message) => {
  expect(route('GET', `${root}/c`, { search }).json).toEqual({
    parent: root,
    collectionId: 'c',
    ...message,
  })
})

it('reads a precondition and both masks of an update', () => {
  const search = 'updateMask.fieldPaths=a&currentDocument.exists=true&mask.fieldPaths=b'
  const body = { fields: { a: { integerValue: '1' } }, name: 'ignored' }
  expect(route('PATCH', `${root}/c/a`, { search, body }).json).toEqual({
    document: { fields: { a: { integerValue: '1' } }, name: `${root}/c/a` },
    updateMask: { fieldPaths: ['a'] },
    currentDocument: { exists: true },
    mask: { fieldPaths: ['b'] },
  })
})

it.each([
  ['GET', root],
  ['POST', `${root}/c/a`],
  ['PATCH', `${root}/c`],
  ['PUT', `${root}/c/a`],
  ['GET', 'projects/p'],
  ['GET', `${root}:commit`],
])('knows no %s %s', (verb, path) => {
  expect(() => route(verb, path)).toThrow(FirestoreError)
  expect(() => route(verb, path)).toThrow('There is nothing at')
})

it.each([[[]], ['text'], [null]])('refuses the body %j', (body) => {
  expect(() => route('POST', `${root}:commit`, { body })).toThrow('must be a JSON object')
})
