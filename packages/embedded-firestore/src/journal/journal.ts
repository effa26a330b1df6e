import { join } from 'node:path'
import { applyChange, findDocument } from '../engine/database.ts'
import { databaseOf } from '../engine/engine.ts'
import { openLogFile } from './log-file.ts'
import { loggedDocument, restoredDocument } from './log-record.ts'
import type { Database } from '../engine/database.ts'
import type { Commit, CommitObserver, Engine } from '../engine/engine.ts'
import type { Delivery } from '../events/event-delivery.ts'
import type { LogRecord } from './log-record.ts'

/** Keeps every commit, and the events still to be delivered, on disk. */
export interface Journal extends CommitObserver {
  /** Restores the log without events; returns the deliveries that never completed. */
  restore(): readonly Delivery[]
  /** Notes that a delivery is over. */
  delivered(delivery: Delivery): void
  close(): void
}

const documentsPerRecord = 200
/** The log is rewritten when it exceeds its live content by this factor and is not small. */
const growth = 4
const smallestRewriteBytes = 32 * 1024 * 1024

function* snapshotOf(engine: Engine, pending: ReadonlyMap<string, Delivery>): Generator<LogRecord> {
  const time = engine.clock.read()
  for (const { name, collections } of engine.databases.values()) {
    const all = [...collections.values()].flatMap(({ documents }) => [...documents.values()])
    for (let i = 0; i < all.length; i += documentsPerRecord) {
      const some = all.slice(i, i + documentsPerRecord)
      yield { commit: name, time, documents: some.map((document) => loggedDocument(document.path, document)) }
    }
    const own = [...pending.values()].filter(({ event }) => event.source.endsWith(`/${name}`))
    yield { commit: name, time, documents: [], events: own }
  }
}

function emptyDatabase(database: Database): void {
  for (const { documents } of database.collections.values())
    for (const before of [...documents.values()])
      applyChange(database, { path: before.path, before, after: undefined })
}

function replay(engine: Engine, record: LogRecord, pending: Map<string, Delivery>): void {
  if ('delivered' in record) pending.delete(record.delivered)
  else if ('cleared' in record) emptyDatabase(databaseOf(engine, record.cleared))
  else {
    const database = databaseOf(engine, record.commit)
    for (const logged of record.documents) {
      const before = findDocument(database, logged.path)
      applyChange(database, { path: logged.path, before, after: restoredDocument(database.name, logged) })
    }
    for (const delivery of record.events ?? []) pending.set(delivery.event.id, delivery)
    engine.clock.advance(record.time)
  }
}

/** Opens the journal of a directory. `deliveriesOf` tells which events a commit causes. */
export function openJournal(
  engine: Engine,
  directory: string,
  deliveriesOf: (commit: Commit) => readonly Delivery[],
): Journal {
  const log = openLogFile(join(directory, 'firestore.log'))
  const pending = new Map<string, Delivery>()
  let needed = 0
  const rewrite = () => {
    log.replace(snapshotOf(engine, pending))
    needed = log.size()
  }
  return {
    restore() {
      for (const record of log.read()) replay(engine, record as LogRecord, pending)
      rewrite()
      return [...pending.values()]
    },
    record(commit) {
      const events = deliveriesOf(commit).filter(({ retry }) => retry)
      const documents = commit.changes.map(({ path, after }) => loggedDocument(path, after))
      const { time } = commit
      log.append({ commit: commit.database.name, time, documents, ...(events.length > 0 && { events }) })
      for (const delivery of events) pending.set(delivery.event.id, delivery)
    },
    applied() {
      if (log.size() > Math.max(smallestRewriteBytes, growth * needed)) rewrite()
    },
    beforeClear: ({ name }) => log.append({ cleared: name }),
    delivered({ event }) {
      if (pending.delete(event.id)) log.append({ delivered: event.id })
    },
    close: () => log.close(),
  }
}
