import { createCommitClock } from './commit-clock.ts'
import { applyChange, createDatabase } from './database.ts'
import { recordChange } from './history.ts'
import { createIndexSet } from '../indexes/index-set.ts'
import { parseDatabaseName } from './resource-name.ts'
import type { Micros } from '../values/timestamp.ts'
import type { CommitClock } from './commit-clock.ts'
import type { IndexSet } from '../indexes/index-set.ts'
import type { Change } from './document.ts'
import type { Database } from './database.ts'

/** Everything that one atomic commit changed. */
export interface Commit {
  readonly database: Database
  readonly time: Micros
  readonly changes: readonly Change[]
}

/** Observer of commits. */
export interface CommitObserver {
  /** Before the change is applied; throwing aborts the commit. */
  record?(commit: Commit): void
  /** After the change is in place. */
  applied?(commit: Commit): void
  /** Before a database is cleared. */
  beforeClear?(database: Database): void
  /** After a database was cleared: for listeners, not for events. */
  afterClear?(commit: Commit): void
}

/** All databases of all projects under one clock. */
export interface Engine {
  readonly clock: CommitClock
  readonly databases: Map<string, Database>
  readonly observers: CommitObserver[]
  /** They limit the size of documents. */
  readonly indexes: IndexSet
}

/** An engine without documents. */
export const createEngine = (now: () => Date, indexes = createIndexSet({})): Engine => ({
  clock: createCommitClock(now),
  databases: new Map(),
  observers: [],
  indexes,
})

/** The database of that name, created at first use, as in Google's emulators. */
export function databaseOf(engine: Engine, name: string | undefined): Database {
  const checked = parseDatabaseName(name)
  const known = engine.databases.get(checked)
  if (known) return known
  const made = createDatabase(checked)
  engine.databases.set(checked, made)
  return made
}

/** Applies a commit: record, make visible atomically, notify. */
export function applyCommit(engine: Engine, commit: Commit): void {
  if (commit.changes.length === 0) return
  for (const observer of engine.observers) observer.record?.(commit)
  for (const change of commit.changes) {
    applyChange(commit.database, change)
    recordChange(commit.database, commit.time, change)
  }
  for (const observer of engine.observers) observer.applied?.(commit)
}
