import { getFirestore } from 'firebase-admin/firestore'
import { initializeApp } from 'firebase-admin/app'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { neededIndexes, startEmbeddedFirestore } from '../src/index.ts'
import type { OperationCounts } from '../src/index.ts'
import { refusal } from './support/conformance-server.ts'
import { postJson, writesOf } from './support/rest-client.ts'

const firestore = await startEmbeddedFirestore({ port: 0 })
process.env['FIRESTORE_EMULATOR_HOST'] = firestore.host
const db = getFirestore(initializeApp({ projectId: 'demo-counts' }))
const { name, update, remove, batchWrite, read } = writesOf(firestore.host, 'demo-counts')
afterAll(() => firestore.close())

const billed = () => {
  const { reads, writes, deletes } = firestore.counts()
  return { reads, writes, deletes }
}

beforeEach(async () => {
  firestore.clear()
  await db.doc('items/a').set({ n: 1 })
  await db.doc('items/b').set({ n: 2 })
  firestore.resetCounts()
})

it.each([
  ['a document that is there', () => db.doc('items/a').get(), 1],
  ['a document that is missing', () => db.doc('items/none').get(), 1],
  ['each document looked up', () => db.getAll(db.doc('items/a'), db.doc('items/b'), db.doc('items/none')), 3],
  ['each result of a query', () => db.collection('items').get(), 2],
  ['a query without a result', () => db.collection('items').where('n', '>', 5).get(), 1],
  ['results that an offset skips', () => db.collection('items').orderBy('n').offset(1).get(), 2],
  ['a count, once per thousand', () => db.collection('items').count().get(), 1],
] as const)('bills %s', async (_, read, reads) => {
  await read()
  expect(billed()).toEqual({ reads, writes: 0, deletes: 0 })
})

it('bills every write and delete that succeeded, also one that changed nothing', async () => {
  await db.doc('items/a').set({ n: 1 })
  await db.doc('items/b').delete()
  await db.doc('items/none').delete()
  await refusal(db.doc('items/a').create({}))
  expect(billed()).toEqual({ reads: 0, writes: 1, deletes: 2 })
})

it('bills of a batch only what succeeded, and counts one call', async () => {
  await batchWrite(
    update('items/c', { n: 3 }),
    { ...update('items/a', {}), currentDocument: { exists: false } },
    remove('items/b'),
  )
  expect(billed()).toEqual({ reads: 0, writes: 1, deletes: 1 })
  expect(firestore.counts().rpcs).toEqual({ BatchWrite: 1 })
  expect(firestore.counts().collections).toEqual({ items: { reads: 0, writes: 1, deletes: 1 } })
})

it('shows and resets the counts by HTTP', async () => {
  await db.doc('items/a').get()
  const url = `http://${firestore.host}/emulator/v1/counts`
  expect(((await (await fetch(url)).json()) as OperationCounts).reads).toBe(1)
  expect((await fetch(url, { method: 'DELETE' })).status).toBe(200)
  expect(firestore.counts().reads).toBe(0)
})

it('fails as many calls as ordered, only on the collection named', async () => {
  await postJson(`http://${firestore.host}/emulator/v1/failures`, {
    rpc: 'Commit',
    code: 'PERMISSION_DENIED',
    collection: 'items',
    times: 2,
  })
  await db.doc('others/a').set({})
  expect(await refusal(db.doc('items/a').set({}))).toBe(7)
  expect(await refusal(db.doc('items/a').set({}))).toBe(7)
  await db.doc('items/a').set({ n: 7 })
})

it('fails single writes of a batch as ordered, and performs the others', async () => {
  firestore.failNext({ rpc: 'BatchWrite', unit: 'write', document: 'items/two', code: 'UNAVAILABLE' })
  const answer = await batchWrite(update('items/one', { n: 1 }), update('items/two', { n: 2 }))
  expect(answer.status).toBe(200)
  expect((answer.json as { status: { code?: number }[] }).status.map(({ code = 0 }) => code)).toEqual([0, 14])
  expect(await read('items/one')).toMatchObject({ name: name('items/one') })
  expect(await read('items/two')).toMatchObject({ error: { status: 'NOT_FOUND' } })
})

it('can perform a write of a batch and report it failed', async () => {
  await postJson(`http://${firestore.host}/emulator/v1/failures`, {
    rpc: 'BatchWrite',
    unit: 'write',
    collection: 'items',
    stage: 'after',
    code: 'ABORTED',
    times: 2,
  })
  const { json } = await batchWrite(
    update('others/one', { n: 1 }),
    update('items/three', { n: 3 }),
    update('items/four', { n: 4 }),
    update('items/five', { n: 5 }),
  )
  expect((json as { status: { code?: number }[] }).status.map(({ code = 0 }) => code)).toEqual([0, 10, 10, 0])
  expect(await read('items/four')).toMatchObject({ name: name('items/four') })
})

it('can lose the answer of a call that happened', async () => {
  firestore.failNext({ rpc: 'Commit', code: 'DATA_LOSS', stage: 'after' })
  expect(await refusal(db.doc('items/lost').create({ n: 1 }))).toBe(15)
  expect((await db.doc('items/lost').get()).exists).toBe(true)
})

it('remembers the shapes of queries, from which the needed indexes follow', async () => {
  await db.collection('items').where('wakeAt', '<=', 5).orderBy('wakeAt').limit(2).get()
  await db.collection('items').where('owner', '==', 'x').orderBy('createdAt', 'desc').get()
  await db.collection('items').where('owner', '==', 'y').orderBy('createdAt', 'desc').get()
  const shapes = (await (await fetch(`http://${firestore.host}/emulator/v1/queries`)).json()) as ReturnType<
    typeof firestore.queryShapes
  >
  const { indexes } = neededIndexes(shapes)
  expect(indexes).toEqual([
    {
      collectionGroup: 'items',
      queryScope: 'COLLECTION',
      fields: [
        { fieldPath: 'owner', order: 'ASCENDING' },
        { fieldPath: 'createdAt', order: 'DESCENDING' },
      ],
    },
  ])
})

it('removes all documents of a database by HTTP', async () => {
  const url = `http://${firestore.host}/emulator/v1/projects/demo-counts/databases/(default)/documents`
  expect((await fetch(url, { method: 'DELETE' })).status).toBe(200)
  expect((await db.collection('items').get()).size).toBe(0)
})

it('says what is wrong when the port is taken', async () => {
  await expect(startEmbeddedFirestore({ port: firestore.port })).rejects.toThrow(/EADDRINUSE/)
})
