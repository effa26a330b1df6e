import { commitWrites } from '../../src/engine/commit.ts'
import { findDocument } from '../../src/engine/database.ts'
import { createEngine, databaseOf } from '../../src/engine/engine.ts'
import { viewNow } from '../../src/engine/history.ts'
import { parseQuery } from '../../src/queries/query.ts'
import { runQuery } from '../../src/queries/run-query.ts'
import { FirestoreError } from '../../src/protocol/status.ts'
import type { Fields, StructuredQuery, Value, Write } from '../../src/protocol/messages.ts'

export const int = (value: number | string): Value => ({ integerValue: String(value) })
export const double = (value: number): Value => ({ doubleValue: value })
export const text = (value: string): Value => ({ stringValue: value })
export const bool = (value: boolean): Value => ({ booleanValue: value })
export const nothing: Value = { nullValue: 'NULL_VALUE' }
export const list = (...values: Value[]): Value => ({ arrayValue: { values } })
export const map = (fields: Fields): Value => ({ mapValue: { fields } })

/** An engine without a server, on a clock that the test moves. */
export function engineRig() {
  let now = Date.parse('2026-01-01T00:00:00Z')
  const engine = createEngine(() => new Date(now))
  const database = databaseOf(engine, 'projects/demo-e/databases/(default)')
  const name = (path: string) => `${database.name}/documents/${path}`
  const commit = (...writes: Write[]) => commitWrites(engine, database, writes)
  const set = (path: string, fields: Fields, more: Partial<Write> = {}): Write => ({
    update: { name: name(path), fields },
    ...more,
  })
  return {
    engine,
    database,
    name,
    commit,
    set,
    remove: (path: string, more: Partial<Write> = {}): Write => ({ delete: name(path), ...more }),
    /** Stores documents of the collection `c`, by id. */
    fill: (documents: Record<string, Fields>) =>
      commit(...Object.entries(documents).map(([id, fields]) => set(`c/${id}`, fields))),
    find: (path: string) => findDocument(database, path),
    fields: (path: string) => findDocument(database, path)?.fields,
    /** Ids of the results of a query on the collection `c`. */
    ids: (query: StructuredQuery) =>
      runQuery(viewNow(database), parseQuery('', { from: [{ collectionId: 'c' }], ...query })).map(
        ({ id }) => id,
      ),
    advance: (seconds: number) => {
      now += seconds * 1000
    },
  }
}

/** The status name an action is refused with; fails when it is not refused. */
export function statusOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    if (error instanceof FirestoreError) return error.status
    throw error
  }
  throw new Error('The action succeeded, but should have been refused.')
}
