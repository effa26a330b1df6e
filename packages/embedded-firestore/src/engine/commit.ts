import { invalid } from '../protocol/status.ts'
import { fromMicros } from '../values/timestamp.ts'
import { findDocument } from './database.ts'
import { applyCommit } from './engine.ts'
import { checkIndexEntries } from '../indexes/index-entries.ts'
import { collectionIdOfDocument } from './resource-name.ts'
import { planWrite } from './planned-write.ts'
import type { Micros } from '../values/timestamp.ts'
import type { Value, Write, WriteResult } from '../protocol/messages.ts'
import type { Database } from './database.ts'
import type { Change, StoredDocument } from './document.ts'
import type { Engine } from './engine.ts'
import type { PlannedWrite } from './planned-write.ts'

/** The result of a commit, and the writes for billing. */
export interface CommitOutcome {
  readonly time: Micros
  readonly results: WriteResult[]
  readonly planned: readonly PlannedWrite[]
}

/** Documents after the writes so far. */
type Draft = Map<string, StoredDocument | undefined>

const inDraft = (draft: Draft, database: Database, path: string) =>
  draft.has(path) ? draft.get(path) : findDocument(database, path)

const changesOf = (draft: Draft, database: Database): Change[] =>
  [...draft]
    .map(([path, after]) => ({ path, before: findDocument(database, path), after }))
    .filter(({ before, after }) => before !== after)

const writeResult = (after: StoredDocument | undefined, results: Value[]): WriteResult => ({
  ...(after && { updateTime: fromMicros(after.updateTime) }),
  ...(results.length > 0 && { transformResults: results }),
})

/**
 * Applies all writes or none; later writes see earlier ones. Synchronous, so no other commit can interleave between
 * checks and change. Throws the error of the first write that fails.
 */
export function commitWrites(engine: Engine, database: Database, writes: readonly Write[]): CommitOutcome {
  const planned = writes.map((write) => planWrite(write, database.name))
  const draft: Draft = new Map()
  const time = engine.clock.next()
  const results = planned.map((write) => {
    const { after, results } = write.perform(inDraft(draft, database, write.path), time)
    draft.set(write.path, after)
    return writeResult(after, results)
  })
  const changes = changesOf(draft, database)
  for (const { path, after } of changes)
    if (after)
      checkIndexEntries(
        { path, collection: collectionIdOfDocument(path), fields: after.fields },
        engine.indexes,
      )
  applyCommit(engine, { database, time, changes })
  return { time, results, planned }
}

/** Refuses a list of writes that names a document twice, as BatchWrite must. */
export function rejectDuplicateDocuments(writes: readonly Write[]): void {
  const seen = new Set<string | undefined>()
  for (const write of writes) {
    const name = write.update?.name ?? write.transform?.document ?? write.delete
    if (seen.has(name))
      throw invalid(
        `The writes of one BatchWrite must name different documents: ${String(name)} comes twice.`,
      )
    seen.add(name)
  }
}
