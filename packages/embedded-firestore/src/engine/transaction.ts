import { randomBytes } from 'node:crypto'
import { FirestoreError, invalid } from '../protocol/status.ts'
import { fromMicros, toMicros } from '../values/timestamp.ts'
import { findDocument } from './database.ts'
import { historySpan, viewAt, viewNow } from './history.ts'
import { releaseLocks, acquireLocks } from './document-locks.ts'
import type { Micros } from '../values/timestamp.ts'
import type { Consistency, Timestamp, TransactionOptions } from '../protocol/messages.ts'
import type { Database, TrackedQuery, Transaction, View } from './database.ts'
import type { StoredDocument } from './document.ts'
import type { Engine } from './engine.ts'

/** https://firebase.google.com/docs/firestore/quotas#writes_and_transactions: 270 s in all, 60 s idle. */
const maximumLifetimeMs = 270e6
const maximumIdleMs = 60e6

function end(database: Database, { id, lockedPaths }: Transaction): void {
  database.transactions.delete(id)
  releaseLocks(database.locks, id, lockedPaths)
}

function removeExpired(database: Database, now: Micros): void {
  for (const transaction of database.transactions.values())
    if (now - transaction.startedAt > maximumLifetimeMs || now - transaction.lastUsedAt > maximumIdleMs)
      end(database, transaction)
}

/** Opens a transaction and returns its id. `retryTransaction` is accepted: no transaction has precedence over another. */
export function beginTransaction(
  engine: Engine,
  database: Database,
  options: TransactionOptions = {},
): Buffer {
  const now = engine.clock.read()
  removeExpired(database, now)
  const id = randomBytes(12)
  const given = options.readOnly?.readTime
  database.transactions.set(id.toString('base64'), {
    id: id.toString('base64'),
    readOnly: options.readOnly !== undefined,
    startedAt: now,
    lastUsedAt: now,
    readTime: given && toMicros(given),
    documents: new Map(),
    queries: [],
    lockedPaths: new Set(),
  })
  return id
}

/** The open transaction of that id; throws INVALID_ARGUMENT when it has ended or expired. */
function openTransaction(engine: Engine, database: Database, id: Buffer): Transaction {
  const now = engine.clock.read()
  removeExpired(database, now)
  const found = database.transactions.get(id.toString('base64'))
  if (!found) throw invalid('The referenced transaction has expired or is no longer valid.')
  found.lastUsedAt = now
  return found
}

/** Rolls a transaction back. Idempotent: a transaction that has already ended is not an error. */
export function rollbackTransaction(database: Database, id: Buffer): void {
  const open = database.transactions.get(id.toString('base64'))
  if (open) end(database, open)
}

/** Waits for other transactions on these documents, so that the commit is less likely to be aborted. */
export async function acquireDocumentLocks(
  engine: Engine,
  database: Database,
  { id, paths }: { id: Buffer; paths: readonly string[] },
): Promise<void> {
  const transaction = openTransaction(engine, database, id)
  if (transaction.readOnly) return
  for (const path of paths) transaction.lockedPaths.add(path)
  await acquireLocks(database.locks, transaction.id, paths)
}

function hasChanged(database: Database, { documents, queries }: Transaction): string | undefined {
  for (const [path, seen] of documents) if (findDocument(database, path) !== seen) return path
  const now = viewNow(database)
  for (const { run, results } of queries) {
    const documents = run(now)
    if (documents.length !== results.length || documents.some((document, i) => document !== results[i]))
      return 'a query result'
  }
  return undefined
}

/** Ends a transaction for its commit; throws ABORTED when what it read is no longer the newest state. */
export function closeForCommit(
  engine: Engine,
  database: Database,
  { id, writes }: { id: Buffer; writes: number },
): void {
  const transaction = openTransaction(engine, database, id)
  end(database, transaction)
  if (writes === 0) return
  if (transaction.readOnly) throw invalid('A read-only transaction cannot write.')
  const changed = hasChanged(database, transaction)
  if (changed)
    throw new FirestoreError(
      'ABORTED',
      `The transaction lost against another write (${changed} changed): try it again.`,
    )
}

/** A read request's view of the database; records what it read in its transaction. */
export interface ReadSession {
  readonly view: View
  readonly readTime: Timestamp
  /** Id of the transaction that this request opened, for the response. */
  readonly opened?: Buffer
  readonly trackDocument: (path: string, document: StoredDocument | undefined) => void
  readonly trackQuery: (run: TrackedQuery['run'], seen: readonly StoredDocument[]) => void
}

const unobserved = { trackDocument: () => undefined, trackQuery: () => undefined }

function readingIn(engine: Engine, database: Database, transaction: Transaction): ReadSession {
  const now = engine.clock.read()
  const readTime = (transaction.readTime ??= now)
  if (!transaction.readOnly && now - readTime > historySpan)
    throw new FirestoreError('ABORTED', 'The transaction has been reading for over 60 seconds: try it again.')
  const reading = { view: viewAt(database, readTime, now), readTime: fromMicros(readTime) }
  if (transaction.readOnly) return { ...reading, ...unobserved }
  return {
    ...reading,
    trackDocument: (path, document) => void transaction.documents.set(path, document),
    trackQuery: (run, results) => void transaction.queries.push({ run, results }),
  }
}

/** Prepares a read: in the transaction it names, in one that it opens, at a past time, or of the newest state. */
export function startReading(engine: Engine, database: Database, wanted: Consistency): ReadSession {
  if (wanted.transaction?.length)
    return readingIn(engine, database, openTransaction(engine, database, wanted.transaction))
  if (wanted.newTransaction) {
    const opened = beginTransaction(engine, database, wanted.newTransaction)
    return { ...readingIn(engine, database, openTransaction(engine, database, opened)), opened }
  }
  const now = engine.clock.read()
  if (!wanted.readTime) return { view: viewNow(database), readTime: fromMicros(now), ...unobserved }
  const view = viewAt(database, toMicros(wanted.readTime), now)
  return { view, readTime: wanted.readTime, ...unobserved }
}
