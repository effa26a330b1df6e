import { afterEach, expect, it, vi } from 'vitest'
import { acquireLocks, releaseLocks, type DocumentLocks } from '../src/engine/document-locks.ts'
import { viewAt } from '../src/engine/history.ts'
import {
  beginTransaction,
  closeForCommit,
  rollbackTransaction,
  startReading,
} from '../src/engine/transaction.ts'
import { parseQuery } from '../src/queries/query.ts'
import { runQuery } from '../src/queries/run-query.ts'
import { fromMicros } from '../src/values/timestamp.ts'
import { engineRig, int, statusOf } from './support/engine-rig.ts'
import type { View } from '../src/engine/database.ts'
import type { TransactionOptions } from '../src/protocol/messages.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** An open transaction on an engine, with the reads and the commit of a client. */
function transactionRig(options: TransactionOptions = {}) {
  const rig = engineRig()
  const { engine, database } = rig
  const query = parseQuery('', { from: [{ collectionId: 'c' }] })
  const run = (view: View) => runQuery(view, query)
  const open = () => {
    const id = beginTransaction(engine, database, options)
    return {
      id,
      read(path: string) {
        const session = startReading(engine, database, { transaction: id })
        const found = session.view.find(path)
        session.trackDocument(path, found)
        return found?.fields
      },
      query() {
        const session = startReading(engine, database, { transaction: id })
        const results = run(session.view)
        session.trackQuery(run, results)
        return results.map((one) => one.id)
      },
      close: (writes = 1) => closeForCommit(engine, database, { id, writes }),
      rollback: () => rollbackTransaction(database, id),
    }
  }
  return { ...rig, open }
}

it('commits when nothing it read has changed', () => {
  const { commit, set, open } = transactionRig()
  commit(set('c/a', { n: int(1) }))
  const transaction = open()
  expect(transaction.read('c/a')).toEqual({ n: int(1) })
  commit(set('c/other', {}))
  transaction.close()
})

it('is aborted when a document it read was changed', () => {
  const { commit, set, open } = transactionRig()
  commit(set('c/a', { n: int(1) }))
  const transaction = open()
  transaction.read('c/a')
  commit(set('c/a', { n: int(2) }))
  expect(statusOf(transaction.close)).toBe('ABORTED')
})

it('is aborted when a document was changed and changed back', () => {
  const { commit, set, open } = transactionRig()
  commit(set('c/a', { n: int(1) }))
  const transaction = open()
  transaction.read('c/a')
  commit(set('c/a', { n: int(2) }))
  commit(set('c/a', { n: int(1) }))
  expect(statusOf(transaction.close)).toBe('ABORTED')
})

it('is aborted when a missing document was created, or an existing one deleted', () => {
  const { commit, set, remove, open } = transactionRig()
  commit(set('c/b', {}))
  const [first, second] = [open(), open()]
  first.read('c/a')
  second.read('c/b')
  commit(set('c/a', {}), remove('c/b'))
  expect(statusOf(first.close)).toBe('ABORTED')
  expect(statusOf(second.close)).toBe('ABORTED')
})

it('is aborted when a query result was added, changed or removed', () => {
  const { commit, set, remove, open } = transactionRig()
  for (const change of [
    () => commit(set('c/new', {})),
    () => commit(set('c/new', { n: int(1) })),
    () => commit(remove('c/new')),
  ]) {
    const transaction = open()
    transaction.query()
    change()
    expect(statusOf(transaction.close)).toBe('ABORTED')
  }
})

it('reads one snapshot, taken at its first read', () => {
  const { commit, set, open } = transactionRig()
  const transaction = open()
  commit(set('c/a', { n: int(1) }))
  expect(transaction.read('c/a')).toEqual({ n: int(1) })
  commit(set('c/a', { n: int(2) }), set('c/b', {}))
  expect(transaction.read('c/a')).toEqual({ n: int(1) })
  expect(transaction.query()).toEqual(['a'])
})

it('commits without writes even if a document has changed', () => {
  const { commit, set, open } = transactionRig()
  const transaction = open()
  transaction.read('c/a')
  commit(set('c/a', {}))
  transaction.close(0)
})

it('cannot be used after its commit or rollback', () => {
  const { open } = transactionRig()
  const [committed, aborted] = [open(), open()]
  committed.close()
  aborted.rollback()
  aborted.rollback()
  expect(statusOf(() => committed.read('c/a'))).toBe('INVALID_ARGUMENT')
  expect(statusOf(aborted.close)).toBe('INVALID_ARGUMENT')
})

it('expires after 60 seconds without use', () => {
  const { open, advance } = transactionRig()
  const [used, unused] = [open(), open()]
  advance(40)
  used.read('c/a')
  advance(21)
  expect(statusOf(unused.close)).toBe('INVALID_ARGUMENT')
  used.close()
})

it('expires after 270 seconds in use', () => {
  const { open, advance } = transactionRig()
  const [early, late] = [open(), open()]
  for (let use = 0; use < 5; use++) {
    advance(50)
    // The snapshot is too old after 60 seconds, but the attempt counts as use.
    for (const transaction of [early, late])
      if (use > 1) expect(statusOf(() => transaction.read('c/a'))).toBe('ABORTED')
      else transaction.read('c/a')
  }
  advance(19)
  early.close()
  advance(2)
  expect(statusOf(late.close)).toBe('INVALID_ARGUMENT')
})

it('is aborted when it reads for over 60 seconds', () => {
  const { open, advance } = transactionRig()
  const transaction = open()
  transaction.read('c/a')
  advance(45)
  transaction.read('c/a')
  advance(20)
  expect(statusOf(() => transaction.read('c/a'))).toBe('ABORTED')
})

it('does not write in a read-only transaction, and is not aborted there', () => {
  const { commit, set, open } = transactionRig({ readOnly: {} })
  const [reader, writer] = [open(), open()]
  reader.read('c/a')
  commit(set('c/a', {}))
  reader.close(0)
  expect(statusOf(() => writer.close(1))).toBe('INVALID_ARGUMENT')
})

it('reads at a past time in a read-only transaction', () => {
  const { engine, database, commit, set, advance } = engineRig()
  commit(set('c/a', { n: int(1) }))
  const readTime = fromMicros(engine.clock.read())
  advance(5)
  commit(set('c/a', { n: int(2) }))
  const newTransaction = { readOnly: { readTime } }
  const session = startReading(engine, database, { newTransaction })
  expect(session.opened).toBeInstanceOf(Buffer)
  expect(session.view.find('c/a')?.fields).toEqual({ n: int(1) })
})

it('reads the past of documents: created, changed and deleted since', () => {
  const { engine, database, commit, set, remove, advance } = engineRig()
  commit(set('c/changed', { n: int(1) }), set('c/deleted', {}))
  const then = engine.clock.read()
  advance(1)
  commit(set('c/changed', { n: int(2) }), remove('c/deleted'), set('c/created', {}))
  const past = viewAt(database, then, engine.clock.read())
  expect(past.newest).toBe(false)
  expect(past.find('c/changed')?.fields).toEqual({ n: int(1) })
  expect(past.find('c/created')).toBeUndefined()
  const results = runQuery(past, parseQuery('', { from: [{ collectionId: 'c' }] }))
  expect(results.map(({ id }) => id)).toEqual(['changed', 'deleted'])
})

it('refuses read times in the future and more than 60 seconds ago', () => {
  const { engine, database, advance } = engineRig()
  const start = engine.clock.read()
  expect(statusOf(() => viewAt(database, start + 1, start))).toBe('INVALID_ARGUMENT')
  advance(61)
  expect(statusOf(() => viewAt(database, start, engine.clock.read()))).toBe('FAILED_PRECONDITION')
})

it('gives a lock to the waiters in their order', async () => {
  const locks: DocumentLocks = new Map()
  const order: string[] = []
  await acquireLocks(locks, 'first', ['a'])
  const waiters = ['second', 'third'].map((id) => acquireLocks(locks, id, ['a']).then(() => order.push(id)))
  releaseLocks(locks, 'first', ['a'])
  await waiters[0]
  expect(order).toEqual(['second'])
  releaseLocks(locks, 'second', ['a'])
  await waiters[1]
  releaseLocks(locks, 'third', ['a'])
  expect(locks.size).toBe(0)
})

it('does not wait for its own lock, nor for one of another document', async () => {
  const locks: DocumentLocks = new Map()
  await acquireLocks(locks, 'first', ['a', 'b'])
  await acquireLocks(locks, 'first', ['b', 'a'])
  await acquireLocks(locks, 'second', ['c'])
  releaseLocks(locks, 'second', ['a', 'b', 'c'])
  expect([...locks.keys()]).toEqual(['a', 'b'])
})

it('stops waiting after half a second, and passes an abandoned lock on', async () => {
  vi.useFakeTimers()
  const locks: DocumentLocks = new Map()
  await acquireLocks(locks, 'abandoned', ['a'])
  const waiting = acquireLocks(locks, 'second', ['a'])
  await vi.advanceTimersByTimeAsync(499)
  expect(locks.get('a')?.holder).toBe('abandoned')
  await vi.advanceTimersByTimeAsync(1)
  await waiting
  expect(locks.get('a')?.holder).toBe('second')
})
