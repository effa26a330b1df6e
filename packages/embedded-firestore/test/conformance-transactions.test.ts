import { afterAll, expect, it } from 'vitest'
import { FieldValue } from 'firebase-admin/firestore'
import { startConformanceServer } from './support/conformance-server.ts'

const subject = await startConformanceServer()
const { db } = subject
afterAll(() => subject.close())

const raise = (path: string, maxAttempts: number) =>
  db.runTransaction(
    async (transaction) => {
      const read = await transaction.get(db.doc(path))
      transaction.set(db.doc(path), { n: ((read.get('n') as number | undefined) ?? 0) + 1 })
    },
    { maxAttempts },
  )

it('loses none of 100 counters that count at the same time', async () => {
  await db.doc('counters/hundred').set({ n: 0 })
  await Promise.all(Array.from({ length: 100 }, () => raise('counters/hundred', 100)))
  expect((await db.doc('counters/hundred').get()).get('n')).toBe(100)
})

it('counts only what was committed when attempts run out, also from a document that did not exist', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => raise('counters/new', 2)))
  const committed = outcomes.filter(({ status }) => status === 'fulfilled').length
  expect(committed).toBeGreaterThan(0)
  expect((await db.doc('counters/new').get()).get('n')).toBe(committed)
})

/**
 * Runs a transaction that reads, while another client writes. Whether the writer waits (locks) or the transaction is
 * refused (optimism), the two must not both go through as if the other had not been.
 */
async function race(
  read: (transaction: FirebaseFirestore.Transaction) => Promise<unknown>,
  write: () => Promise<unknown>,
) {
  let outside: Promise<unknown> = Promise.resolve()
  const order: string[] = []
  const inside = db.runTransaction(
    async (transaction) => {
      await read(transaction)
      outside = write().then(() => order.push('outside'))
      // A server that locks lets the writer wait, so its end cannot be awaited here; a read behind it can.
      await db.doc('races/pause').get()
      transaction.set(db.doc('races/result'), { at: FieldValue.serverTimestamp() })
    },
    { maxAttempts: 1 },
  )
  const refused = await inside.then(
    () => (order.push('inside'), undefined),
    (error: unknown) => (error as { code: number }).code,
  )
  await outside
  return { refused, order }
}

const consistent = ({ refused, order }: { refused: number | undefined; order: string[] }) =>
  refused === 10 || order[0] === 'inside'

it('refuses a transaction whose document was changed by another', async () => {
  await db.doc('races/a').set({ n: 0 })
  expect(
    consistent(
      await race(
        (t) => t.get(db.doc('races/a')),
        () => db.doc('races/a').set({ n: 5 }),
      ),
    ),
  ).toBe(true)
})

it('refuses a transaction whose missing document came into being', async () => {
  expect(
    consistent(
      await race(
        (t) => t.get(db.doc('races/b')),
        () => db.doc('races/b').create({}),
      ),
    ),
  ).toBe(true)
})

it('refuses a transaction whose query has got a new result', async () => {
  const query = db.collection('phantoms').where('k', '==', 1)
  expect(
    consistent(
      await race(
        (t) => t.get(query),
        () => db.doc('phantoms/x').set({ k: 1 }),
      ),
    ),
  ).toBe(true)
})

it('refuses a transaction whose query result was changed', async () => {
  await db.doc('phantoms2/a').set({ k: 1 })
  const query = db.collection('phantoms2').where('k', '==', 1)
  expect(
    consistent(
      await race(
        (t) => t.get(query),
        () => db.doc('phantoms2/a').update({ z: 1 }),
      ),
    ),
  ).toBe(true)
})

it('tries again until the transaction goes through', async () => {
  await db.doc('retries/a').set({ n: 1 })
  let attempts = 0
  await db.runTransaction(async (transaction) => {
    const { n } = (await transaction.get(db.doc('retries/a'))).data() as { n: number }
    attempts += 1
    if (attempts === 1 && !process.env['FIRESTORE_CONFORMANCE_HOST'])
      await db.doc('retries/a').update({ n: 10 })
    transaction.update(db.doc('retries/a'), { n: n + 1 })
  })
  expect((await db.doc('retries/a').get()).get('n')).toBe(process.env['FIRESTORE_CONFORMANCE_HOST'] ? 2 : 11)
})

it('reads documents, queries and counts, and creates and deletes, in one transaction', async () => {
  await db.doc('mixed/1').set({ a: 1 })
  await db.runTransaction(async (transaction) => {
    const [one, two] = await transaction.getAll(db.doc('mixed/1'), db.doc('mixed/2'))
    expect([one?.exists, two?.exists]).toEqual([true, false])
    expect((await transaction.get(db.collection('mixed').count())).data().count).toBe(1)
    transaction.create(db.doc('mixed/2'), {})
    transaction.delete(db.doc('mixed/1'))
  })
  expect((await db.collection('mixed').get()).docs.map(({ id }) => id)).toEqual(['2'])
})

it('shows a transaction an empty query result', async () => {
  const size = await db.runTransaction(
    async (transaction) => (await transaction.get(db.collection('empty'))).size,
  )
  expect(size).toBe(0)
})

it('reads in a read-only transaction, and as of an earlier time', async () => {
  const { writeTime } = await db.doc('past/a').set({ n: 1 })
  await db.doc('past/b').set({ n: 1 })
  await db.doc('past/a').set({ n: 2 })
  const then = { readOnly: true, readTime: writeTime } as const
  const document = await db.runTransaction((t) => t.get(db.doc('past/a')), then)
  expect(document.get('n')).toBe(1)
  const results = await db.runTransaction((t) => t.get(db.collection('past')), then)
  expect(results.docs.map(({ id }) => id)).toEqual(['a'])
  const now = await db.runTransaction((t) => t.get(db.doc('past/a')), { readOnly: true })
  expect(now.get('n')).toBe(2)
})

it('keeps nothing of a transaction that was given up', async () => {
  const given = db.runTransaction(async (transaction) => {
    await transaction.get(db.doc('given/up'))
    transaction.set(db.doc('given/up'), {})
    throw new Error('changed my mind')
  })
  await expect(given).rejects.toThrow('changed my mind')
  expect((await db.doc('given/up').get()).exists).toBe(false)
})

it('refuses a transaction it does not know', async () => {
  const { status } = await subject.rest(':commit', {
    transaction: Buffer.from('unknown').toString('base64'),
    writes: [],
  })
  expect(status).toBe(400)
})
