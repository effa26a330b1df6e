import { AggregateField, FieldPath, FieldValue, Filter, Timestamp } from 'firebase-admin/firestore'
import type { Query } from 'firebase-admin/firestore'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ids, startConformanceServer } from './support/conformance-server.ts'

const subject = await startConformanceServer()
const { db } = subject
afterAll(() => subject.close())

const forty = db.collection('q')
const mixed = db.collection('mix')

/** One document per type, the ids in the order of Firestore's types. */
const oneOfEach: [string, unknown][] = [
  ['a', null],
  ['b', true],
  ['c1', NaN],
  ['c2', -1.5],
  ['c3', 5],
  ['d', Timestamp.fromMillis(0)],
  ['e1', 'Z'],
  ['e2', 'a'],
  ['e3', '\uffff'],
  ['e4', '🚀'],
  ['f', Buffer.from('x')],
  ['g', db.doc('a/b')],
  ['h', [1]],
  ['i', FieldValue.vector([1])],
  ['j', { a: 1 }],
]

beforeAll(async () => {
  const batch = db.batch()
  for (let i = 0; i < 40; i++)
    batch.set(forty.doc(String(i).padStart(2, '0')), {
      n: i,
      parity: i % 2 ? 'odd' : 'even',
      tags: [`t${i % 3}`, `u${i % 5}`],
      m: { z: i % 4 },
      at: Timestamp.fromMillis(i * 1000),
      ...(i % 10 === 1 ? {} : { maybe: i % 10 === 0 ? null : i }),
    })
  for (const [id, v] of oneOfEach) batch.set(mixed.doc(id), { v })
  await batch.commit()
})

const found = async (query: Query) => ids(await query.get())
const size = async (query: Query) => (await query.get()).size

it('joins equality, range, order and limit', async () => {
  const query = forty.where('parity', '==', 'odd').where('n', '<', 8).orderBy('n', 'desc').limit(2)
  expect(await found(query)).toEqual(['07', '05'])
})

it.each([
  ['in', [1, 5, 99], 2],
  ['not-in', [1, 5], 38],
  ['==', 7, 1],
  ['!=', 7, 39],
  ['>', 30, 9],
  ['>=', 30, 10],
  ['<', 3, 3],
  ['<=', 3, 4],
] as const)('finds numbers with %s %j', async (op, value, count) => {
  expect(await size(forty.where('n', op, value))).toBe(count)
})

it('leaves out null and missing where something must differ', async () => {
  expect(await size(forty.where('maybe', '!=', 2))).toBe(31)
  expect(await size(forty.where('maybe', 'not-in', [2, 3]))).toBe(30)
  expect(await size(forty.where('maybe', '!=', null))).toBe(32)
  expect(await size(forty.where('maybe', '==', null))).toBe(4)
})

it('finds members of arrays', async () => {
  expect(await size(forty.where('tags', 'array-contains', 't0'))).toBe(14)
  expect(await size(forty.where('tags', 'array-contains-any', ['t0', 'u1']))).toBe(19)
})

it('reaches into maps, and orders by their fields', async () => {
  expect(await size(forty.where('m.z', '==', 3))).toBe(10)
  expect((await found(forty.orderBy('m.z', 'desc').limit(2))).sort()).toEqual(['35', '39'])
})

it('orders equal values by id, in the direction of the last order', async () => {
  expect(await found(forty.where('n', '<', 4).orderBy('n'))).toEqual(['00', '01', '02', '03'])
  expect(await found(forty.orderBy('parity').limit(2))).toEqual(['00', '02'])
  expect(await found(forty.orderBy('parity', 'desc').limit(2))).toEqual(['39', '37'])
})

it('compares document ids', async () => {
  expect(await found(forty.where(FieldPath.documentId(), 'in', ['03', '01']))).toEqual(['01', '03'])
  expect(await found(forty.where(FieldPath.documentId(), '>=', '37'))).toEqual(['37', '38', '39'])
})

it('joins filters with or, and ranges over several fields', async () => {
  const either = Filter.or(
    Filter.where('n', '==', 3),
    Filter.and(Filter.where('parity', '==', 'even'), Filter.where('n', '>', 36)),
  )
  expect(await found(forty.where(either))).toEqual(['03', '38'])
  expect(await size(forty.where('n', '>', 30).where('m.z', '>=', 2))).toBe(5)
})

it('starts and ends at cursors', async () => {
  const five = await forty.doc('05').get()
  expect(await found(forty.orderBy('n').startAfter(five).limit(2))).toEqual(['06', '07'])
  expect(await found(forty.orderBy('n').startAt(3).endBefore(5))).toEqual(['03', '04'])
  expect(await found(forty.orderBy('n').endAt(1))).toEqual(['00', '01'])
  expect(await found(forty.orderBy('n', 'desc').startAfter(3))).toEqual(['02', '01', '00'])
  expect(await found(forty.orderBy('n').limitToLast(2))).toEqual(['38', '39'])
  expect(await found(forty.orderBy('parity').orderBy('n', 'desc').startAfter('even', 2).limit(2))).toEqual([
    '00',
    '39',
  ])
})

it('selects fields and skips results', async () => {
  expect((await forty.select('n', 'm.z').limit(1).get()).docs[0]?.data()).toEqual({ n: 0, m: { z: 0 } })
  expect(await found(forty.orderBy('n').offset(38))).toEqual(['38', '39'])
  expect(await found(forty.orderBy('n').offset(50))).toEqual([])
})

it('orders values of all types', async () => {
  const order = oneOfEach.map(([id]) => id)
  expect(await found(mixed.orderBy('v'))).toEqual(order)
  expect(await found(mixed.orderBy('v', 'desc'))).toEqual(order.toReversed())
})

it('compares only values of the same type', async () => {
  expect(await found(mixed.where('v', '>', 0))).toEqual(['c3'])
  expect(await found(mixed.where('v', '<=', 'a'))).toEqual(['e1', 'e2'])
  expect(await found(mixed.where('v', '==', NaN))).toEqual(['c1'])
})

it('counts, sums and averages', async () => {
  const asked = { c: AggregateField.count(), s: AggregateField.sum('n'), a: AggregateField.average('n') }
  expect((await forty.where('parity', '==', 'odd').aggregate(asked).get()).data()).toEqual({
    c: 20,
    s: 400,
    a: 20,
  })
  expect((await forty.limit(7).count().get()).data().count).toBe(7)
  expect((await db.collection('empty').aggregate(asked).get()).data()).toEqual({ c: 0, s: 0, a: null })
})

it('finds a collection wherever it lies, ordered by path', async () => {
  await db.doc('o/1/sub/b').set({ z: 1 })
  await db.doc('o/2/sub/a').set({ z: 1 })
  await db.doc('o/2/x/1/sub/c').set({ z: 2 })
  const group = db.collectionGroup('sub')
  expect((await group.get()).docs.map(({ ref }) => ref.path)).toEqual([
    'o/1/sub/b',
    'o/2/sub/a',
    'o/2/x/1/sub/c',
  ])
  expect(await found(group.where('z', '==', 1))).toEqual(['b', 'a'])
})

it('finds the nearest vectors', async () => {
  await db.doc('vectors/1').set({ e: FieldValue.vector([1, 0]) })
  await db.doc('vectors/2').set({ e: FieldValue.vector([0, 1]) })
  const nearest = db.collection('vectors').findNearest({
    vectorField: 'e',
    queryVector: [1, 0.1],
    limit: 1,
    distanceMeasure: 'EUCLIDEAN',
  })
  expect((await nearest.get()).docs.map(({ id }) => id)).toEqual(['1'])
})

it('divides a collection group into partitions that hold everything once', async () => {
  let total = 0
  for await (const partition of db.collectionGroup('q').getPartitions(3))
    total += (await partition.toQuery().get()).size
  expect(total).toBe(40)
})

it.each([
  ['IN', 31],
  ['IN', 0],
  ['ARRAY_CONTAINS_ANY', 31],
  ['NOT_IN', 11],
])('refuses %s with a list of %i', async (op, length) => {
  // Over REST: the client tries a refused streaming read three times, with seconds between.
  const values = Array.from({ length }, (_, i) => ({ integerValue: String(i) }))
  const fieldFilter = { field: { fieldPath: 'n' }, op, value: { arrayValue: { values } } }
  const structuredQuery = { from: [{ collectionId: 'q' }], where: { fieldFilter } }
  expect((await subject.rest(':runQuery', { structuredQuery })).status).toBe(400)
})
