import { applyChange } from './database.ts'
import { rollbackTransaction } from './transaction.ts'
import type { Database } from './database.ts'
import type { Engine } from './engine.ts'

/** Removes every document without events, billing or history. */
export function clearDatabase(engine: Engine, database: Database): void {
  const time = engine.clock.next()
  const changes = [...database.collections.values()].flatMap(({ documents }) =>
    [...documents.values()].map((before) => ({ path: before.path, before, after: undefined })),
  )
  for (const observer of engine.observers) observer.beforeClear?.(database)
  for (const change of changes) applyChange(database, change)
  database.history.splice(0)
  for (const id of database.transactions.keys()) rollbackTransaction(database, Buffer.from(id, 'base64'))
  for (const observer of engine.observers) observer.afterClear?.({ database, time, changes })
}
