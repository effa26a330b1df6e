import { on } from 'node:events'
import { EventEmitter } from 'node:events'
import type { Query, QuerySnapshot } from 'firebase-admin/firestore'
import { afterAll, expect, it } from 'vitest'
import { ids, startConformanceServer } from './support/conformance-server.ts'

const subject = await startConformanceServer()
const { db } = subject
afterAll(() => subject.close())

/** The snapshots of a listener, one after another. */
function snapshots<Snapshot>(listen: (next: (snapshot: Snapshot) => void) => () => void) {
  const emitter = new EventEmitter()
  const incoming = on(emitter, 'snapshot')
  const stop = listen((snapshot) => emitter.emit('snapshot', snapshot))
  return {
    next: async () => ((await incoming.next()).value as [Snapshot])[0],
    stop,
  }
}

const results = (query: Query) => snapshots<QuerySnapshot>((next) => query.onSnapshot(next))
const changes = (snapshot: QuerySnapshot) => snapshot.docChanges().map(({ type, doc }) => `${type} ${doc.id}`)

it('shows a document come, change and go', async () => {
  const document = db.doc('listen/one')
  const listener = snapshots<FirebaseFirestore.DocumentSnapshot>((next) => document.onSnapshot(next))
  expect((await listener.next()).exists).toBe(false)
  await document.set({ n: 1 })
  expect((await listener.next()).data()).toEqual({ n: 1 })
  await document.update({ n: 2 })
  expect((await listener.next()).data()).toEqual({ n: 2 })
  await document.delete()
  expect((await listener.next()).exists).toBe(false)
  listener.stop()
})

it('shows documents enter a query, change in it, and leave it', async () => {
  const group = db.collection('members')
  const listener = results(group.where('n', '>=', 1))
  expect((await listener.next()).size).toBe(0)
  await group.doc('a').set({ n: 1 })
  expect(changes(await listener.next())).toEqual(['added a'])
  await group.doc('a').update({ n: 2 })
  expect(changes(await listener.next())).toEqual(['modified a'])
  await group.doc('out').set({ n: 0 })
  await group.doc('a').update({ n: 0 })
  expect(changes(await listener.next())).toEqual(['removed a'])
  await group.doc('out').update({ n: 5 })
  expect(changes(await listener.next())).toEqual(['added out'])
  await group.doc('out').delete()
  expect(changes(await listener.next())).toEqual(['removed out'])
  listener.stop()
})

it('moves documents out of a limited query when better ones come, and back in', async () => {
  const group = db.collection('ranks')
  const listener = results(group.orderBy('n').limit(2))
  await listener.next()
  for (const [id, n] of Object.entries({ c: 3, b: 2 })) {
    await group.doc(id).set({ n })
    await listener.next()
  }
  await group.doc('a').set({ n: 1 })
  expect(ids(await listener.next())).toEqual(['a', 'b'])
  await group.doc('b').delete()
  expect(ids(await listener.next())).toEqual(['a', 'c'])
  listener.stop()
})

it('shows a batch as one change', async () => {
  const group = db.collection('together')
  const listener = results(group)
  await listener.next()
  const batch = db.batch()
  batch.set(group.doc('a'), {})
  batch.set(group.doc('b'), {})
  await batch.commit()
  expect(changes(await listener.next())).toEqual(['added a', 'added b'])
  listener.stop()
})
