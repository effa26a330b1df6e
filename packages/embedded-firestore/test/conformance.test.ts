import { FieldValue, GeoPoint, Timestamp } from 'firebase-admin/firestore'
import { afterAll, expect, it } from 'vitest'
import { ids, refusal, startConformanceServer } from './support/conformance-server.ts'

const subject = await startConformanceServer()
const { db } = subject
afterAll(() => subject.close())

it('gives back every type of value as it was stored', async () => {
  const stored = {
    text: 'שלום 🚀',
    whole: 42,
    fraction: -0.5,
    yes: true,
    nothing: null,
    when: new Timestamp(1, 123456000),
    bytes: Buffer.from([0, 255]),
    place: new GeoPoint(1, 2),
    reference: db.doc('a/b'),
    list: [1, { inner: [2] }],
    map: { 'a.b': 1, '`q`': 2, toString: 'own' },
    vector: FieldValue.vector([1, 2]),
    empty: { map: {}, list: [] },
    infinite: -Infinity,
  }
  await db.doc('values/all').set(stored)
  const read = (await db.doc('values/all').get()).data() as typeof stored
  expect(read.vector.isEqual(stored.vector)).toBe(true)
  expect(read.reference.path).toBe('a/b')
  const { vector: _vector, reference: _reference, ...plain } = stored
  expect(read).toMatchObject(plain)
})

it('keeps microseconds and drops what is finer', async () => {
  await db.doc('values/fine').set({ when: new Timestamp(1, 123456789) })
  expect((await db.doc('values/fine').get()).get('when')).toEqual(new Timestamp(1, 123456000))
})

it('keeps integers and doubles apart through increments', async () => {
  const document = db.doc('values/numbers')
  await document.set({ double: 1.5, integer: 1 })
  await document.update({ double: FieldValue.increment(0.5), integer: FieldValue.increment(2) })
  const { json } = await subject.rest(':batchGet', { documents: [subject.name('values/numbers')] })
  expect(json).toMatchObject([
    { found: { fields: { double: { doubleValue: 2 }, integer: { integerValue: '3' } } } },
  ])
})

it('applies every transform of the client', async () => {
  const document = db.doc('transforms/all')
  await document.set({ n: 1, list: [1, 2], gone: 1 })
  await document.update({
    n: FieldValue.increment(2.5),
    list: FieldValue.arrayUnion(2, 3, 3),
    at: FieldValue.serverTimestamp(),
    gone: FieldValue.delete(),
    'map.x': 1,
  })
  const first = (await document.get()).data()
  expect(first).toMatchObject({ n: 3.5, list: [1, 2, 3], map: { x: 1 } })
  expect(first).not.toHaveProperty('gone')
  expect(first?.['at']).toBeInstanceOf(Timestamp)
  await document.update({ list: FieldValue.arrayRemove(1, 3) })
  expect((await document.get()).get('list')).toEqual([2])
})

it('increments inside maps when merging, and starts at nothing', async () => {
  const document = db.doc('transforms/nested')
  await document.set({ m: { a: FieldValue.increment(1), b: FieldValue.increment(2) } }, { merge: true })
  await document.set({ m: { a: FieldValue.increment(1) } }, { merge: true })
  expect((await document.get()).data()).toEqual({ m: { a: 2, b: 2 } })
})

it('merges only the named fields, and replaces everything without a merge', async () => {
  const document = db.doc('writes/merge')
  await document.set({ a: { x: 1, y: 2 }, b: 1 })
  await document.set({ a: { x: 3 } }, { merge: true })
  expect((await document.get()).data()).toEqual({ a: { x: 3, y: 2 }, b: 1 })
  await document.set({ a: { z: 1 } }, { mergeFields: ['a'] })
  expect((await document.get()).data()).toEqual({ a: { z: 1 }, b: 1 })
  await document.set({ c: 1 })
  expect((await document.get()).data()).toEqual({ c: 1 })
})

it('refuses to create twice, to update what is missing, and to touch what has changed', async () => {
  const document = db.doc('preconditions/one')
  const { writeTime } = await document.set({ a: 1 })
  expect(await refusal(document.create({}))).toBe(6)
  expect(await refusal(db.doc('preconditions/none').update({ a: 1 }))).toBe(5)
  expect(await refusal(db.doc('preconditions/none').delete({ exists: true }))).toBe(5)
  await document.update({ a: 2 }, { lastUpdateTime: writeTime })
  expect(await refusal(document.update({ a: 3 }, { lastUpdateTime: writeTime }))).toBe(9)
  expect(await refusal(document.delete({ lastUpdateTime: writeTime }))).toBe(9)
})

it('lets exactly one of many creators win', async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => db.doc('preconditions/race').create({ i })),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

it('performs all writes of a batch or none', async () => {
  const batch = db.batch()
  batch.set(db.doc('batches/one'), { a: 1 })
  batch.update(db.doc('batches/missing'), { a: 1 })
  expect(await refusal(batch.commit())).toBe(5)
  expect((await db.doc('batches/one').get()).exists).toBe(false)
})

it('lets later writes of a batch see earlier ones', async () => {
  const batch = db.batch()
  const document = db.doc('batches/chain')
  batch.create(document, { n: 1 })
  batch.update(document, { n: FieldValue.increment(1) })
  await batch.commit()
  expect((await document.get()).get('n')).toBe(2)
})

it('takes a batch of 500 writes', async () => {
  const batch = db.batch()
  for (let i = 0; i < 500; i++) batch.set(db.doc(`b500/${i}`), { i })
  await batch.commit()
  expect((await db.collection('b500').count().get()).data().count).toBe(500)
})

it('gives each commit a later time than the one before, and a document its own times', async () => {
  const document = db.doc('times/one')
  const first = await document.set({ a: 1 })
  const second = await document.set({ a: 2 })
  expect(second.writeTime.valueOf() > first.writeTime.valueOf()).toBe(true)
  const read = await document.get()
  expect(read.createTime?.isEqual(first.writeTime)).toBe(true)
  expect(read.updateTime?.isEqual(second.writeTime)).toBe(true)
})

it('keeps the update time when a write changes nothing', async () => {
  const document = db.doc('times/same')
  const first = await document.set({ a: 1 })
  await document.set({ a: 1 })
  expect((await document.get()).updateTime?.isEqual(first.writeTime)).toBe(true)
})

it('refuses documents above 1 MiB and takes those below', async () => {
  expect(await refusal(db.doc('sizes/large').set({ x: 'a'.repeat(1_048_577) }))).toBe(3)
  await db.doc('sizes/fits').set({ x: 'a'.repeat(900_000) })
  expect(((await db.doc('sizes/fits').get()).get('x') as string).length).toBe(900_000)
})

it.each(['__x__', 'a'.repeat(1501)])('refuses the document id %#', async (id) => {
  expect(await refusal(db.doc(`names/${id}`).set({}))).toBe(3)
})

it('refuses reserved field names and arrays in arrays', async () => {
  const write = (fields: object) =>
    subject.rest(':commit', { writes: [{ update: { name: subject.name('names/n'), fields } }] })
  expect((await write({ __odd__: { integerValue: '1' } })).status).toBe(400)
  const inner = { arrayValue: { values: [] } }
  expect((await write({ list: { arrayValue: { values: [inner] } } })).status).toBe(400)
})

it('keeps databases and projects apart', async () => {
  const other = subject.database('other')
  await other.doc('apart/x').set({ here: 1 })
  expect((await db.doc('apart/x').get()).exists).toBe(false)
  expect((await other.doc('apart/x').get()).data()).toEqual({ here: 1 })
})

it('reads many documents at once, found or missing, in the order asked', async () => {
  await db.doc('many/1').set({ n: 1 })
  const [one, two, again] = await db.getAll(db.doc('many/1'), db.doc('many/2'), db.doc('many/1'))
  expect([one?.exists, two?.exists, again?.exists]).toEqual([true, false, true])
  const [partial] = await db.getAll(db.doc('many/1'), { fieldMask: ['other'] })
  expect(partial?.data()).toEqual({})
})

it('lists collections, documents, and documents that only have children', async () => {
  await db.doc('tree/1/leaves/a').set({ z: 1 })
  await db.doc('tree/2').set({})
  await db.doc('tree/2/fruits/1/seeds/x').set({ z: 2 })
  expect((await db.doc('tree/2').listCollections()).map(({ id }) => id)).toEqual(['fruits'])
  expect((await db.collection('tree').listDocuments()).map(({ id }) => id)).toEqual(['1', '2'])
  expect((await db.collection('tree/2/fruits').listDocuments()).map(({ id }) => id)).toEqual(['1'])
  expect((await db.listCollections()).map(({ id }) => id)).toContain('tree')
})

it('deletes a collection with all that lies below it, and nothing beside it', async () => {
  await db.doc('grove/1/leaves/a').set({ z: 1 })
  await db.doc('grove/1').set({})
  await db.doc('grove2/1').set({})
  await db.recursiveDelete(db.collection('grove'))
  expect((await db.doc('grove/1/leaves/a').get()).exists).toBe(false)
  expect(ids(await db.collection('grove2').get())).toEqual(['1'])
})

it('answers each write of a bulk writer on its own', async () => {
  await db.doc('bulk/taken').set({})
  const writer = db.bulkWriter()
  writer.onWriteError(() => false)
  const outcomes = Promise.allSettled([
    writer.create(db.doc('bulk/free'), {}),
    writer.create(db.doc('bulk/taken'), {}),
  ])
  await writer.close()
  expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
})
