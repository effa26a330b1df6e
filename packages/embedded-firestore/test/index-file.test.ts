import { credentials, makeGenericClientConstructor, status } from '@grpc/grpc-js'
import type { ClientDuplexStream, ServiceError } from '@grpc/grpc-js'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initializeApp } from 'firebase-admin/app'
import { getFirestore } from 'firebase-admin/firestore'
import { afterAll, expect, it } from 'vitest'
import { startEmbeddedFirestore } from '../src/index.ts'
import { firestoreService } from '../src/protocol/proto.ts'
import { refusal } from './support/conformance-server.ts'
import { postJson } from './support/rest-client.ts'

const directory = mkdtempSync(join(tmpdir(), 'index-file-'))
const indexFile = join(directory, 'firestore.indexes.json')
writeFileSync(
  indexFile,
  JSON.stringify({
    indexes: [
      {
        collectionGroup: 'items',
        queryScope: 'COLLECTION',
        fields: [
          { fieldPath: 'owner', order: 'ASCENDING' },
          { fieldPath: 'at', order: 'DESCENDING' },
        ],
      },
    ],
    fieldOverrides: [{ collectionGroup: 'items', fieldPath: 'body', indexes: [] }],
  }),
)
const firestore = await startEmbeddedFirestore({ port: 0, indexFile })
process.env['FIRESTORE_EMULATOR_HOST'] = firestore.host
const db = getFirestore(initializeApp({ projectId: 'demo-indexes' }))
const items = db.collection('items')
afterAll(async () => {
  await firestore.close()
  rmSync(directory, { recursive: true })
})

it('answers a query that has its index', async () => {
  await items.doc('a').set({ owner: 'x', at: 1, body: { text: 'one' } })
  const found = await items.where('owner', '==', 'x').orderBy('at', 'desc').get()
  expect(found.docs.map(({ id }) => id)).toEqual(['a'])
})

const documents = `projects/demo-indexes/databases/(default)/documents`
const post = (method: string, body: object) =>
  postJson(`http://${firestore.host}/v1/${documents}:${method}`, body)
const where = (fieldPath: string, op = 'EQUAL') => ({
  fieldFilter: { field: { fieldPath }, op, value: { integerValue: '1' } },
})
const query = (filter: object, more: object = {}) => ({
  from: [{ collectionId: 'items' }],
  where: filter,
  ...more,
})
const withoutIndex = query(where('owner'), { orderBy: [{ field: { fieldPath: 'at' } }] })

it.each([
  ['a query without its index', 'runQuery', { structuredQuery: withoutIndex }],
  ['a query on an exempted field', 'runQuery', { structuredQuery: query(where('body.text')) }],
  [
    'a query of a collection group',
    'runQuery',
    { structuredQuery: query(where('owner'), { from: [{ collectionId: 'items', allDescendants: true }] }) },
  ],
  [
    'a count',
    'runAggregationQuery',
    {
      structuredAggregationQuery: {
        structuredQuery: withoutIndex,
        aggregations: [{ alias: 'n', count: {} }],
      },
    },
  ],
  [
    'a sum',
    'runAggregationQuery',
    {
      structuredAggregationQuery: {
        structuredQuery: query(where('owner')),
        aggregations: [{ alias: 'n', sum: { field: { fieldPath: 'n' } } }],
      },
    },
  ],
  [
    'a query in a transaction',
    'runQuery',
    { structuredQuery: withoutIndex, newTransaction: { readOnly: {} } },
  ],
  ['a partition', 'partitionQuery', { structuredQuery: withoutIndex, partitionCount: '2' }],
])('refuses %s', async (_, method, body) => {
  const answer = await post(method, body)
  expect(answer.status).toBe(400)
  expect(answer.json).toMatchObject({ error: { status: 'FAILED_PRECONDITION' } })
})

it('names the index that is missing', async () => {
  expect((await post('runQuery', { structuredQuery: withoutIndex })).json).toMatchObject({
    error: {
      message: expect.stringContaining(
        '{"collectionGroup":"items","queryScope":"COLLECTION","fields":[{"fieldPath":"owner","order":"ASCENDING"},{"fieldPath":"at","order":"ASCENDING"}]}',
      ) as string,
    },
  })
})

it('lists the refused query among the shapes, for the derivation of its index', () => {
  expect(firestore.queryShapes()).toContainEqual(
    expect.objectContaining({ orderBy: [{ field: 'at', direction: 'ASCENDING' }] }),
  )
})

it('refuses to listen to a query without its index', async () => {
  const Client = makeGenericClientConstructor(firestoreService, 'Firestore')
  const client = new Client(firestore.host, credentials.createInsecure())
  const stream = (client as unknown as { listen(): ClientDuplexStream<object, object> }).listen()
  const failed = once(stream, 'error')
  stream.write({ addTarget: { query: { parent: documents, structuredQuery: withoutIndex } } })
  const [error] = (await failed) as ServiceError[]
  expect(error).toMatchObject({ code: status.FAILED_PRECONDITION })
  client.close()
})

it('refuses a listing ordered by an exempted field', async () => {
  const url = `http://${firestore.host}/v1/projects/demo-indexes/databases/(default)/documents/items`
  expect((await fetch(`${url}?orderBy=body`)).status).toBe(400)
  expect((await fetch(`${url}?orderBy=at`)).status).toBe(200)
})

it('refuses a document with too many index entries, unless the field is exempted', async () => {
  const numbers = Array.from({ length: 40_001 }, (_, i) => i)
  expect(await refusal(items.doc('many').set({ numbers }))).toBe(status.INVALID_ARGUMENT)
  await items.doc('many').set({ body: numbers })
})
