import { databaseOf } from '../engine/engine.ts'
import { parseDocumentName, parseParentName } from '../engine/resource-name.ts'
import { parseQuery } from '../queries/query.ts'
import { runQuery } from '../queries/run-query.ts'
import { invalid } from '../protocol/status.ts'
import type { Engine } from '../engine/engine.ts'
import type { Database, View } from '../engine/database.ts'
import type { Change, StoredDocument } from '../engine/document.ts'
import type { Query } from '../queries/query.ts'
import type { StructuredQuery, Timestamp } from '../protocol/messages.ts'

/** A target as a client adds it. */
export interface TargetRequest {
  query?: { parent?: string; structuredQuery?: StructuredQuery }
  documents?: { documents?: string[] }
  targetId?: number
  resumeToken?: Buffer
  readTime?: Timestamp
  once?: boolean
}

/** A listener's target: documents, or the results of a query. */
export interface Target {
  readonly id: number
  readonly database: Database
  /** The target's documents in a view. */
  find(view: View): readonly StoredDocument[]
  /** Whether a change may affect the target. */
  concerns(change: Change): boolean
  /** Absent for a target of documents. */
  readonly query?: Query
  /** How reads for it are billed. */
  readonly collectionId: string
}

function documentsTarget(engine: Engine, id: number, names: readonly string[]): Target {
  const parsed = names.map(parseDocumentName)
  const [first] = parsed
  if (!first) throw invalid('A documents target names at least one document.')
  const paths = new Set(parsed.map(({ path }) => path))
  return {
    id,
    database: databaseOf(engine, first.database),
    find: (view) => [...paths].flatMap((path) => view.find(path) ?? []),
    concerns: ({ path }) => paths.has(path),
    collectionId: first.path.split('/').at(-2) ?? '*',
  }
}

function queryTarget(
  engine: Engine,
  id: number,
  { parent, structuredQuery }: NonNullable<TargetRequest['query']>,
): Target {
  const { database, path } = parseParentName(parent)
  const query = parseQuery(path, structuredQuery)
  const prefix = path && `${path}/`
  const relevant = ({ before, after }: Change) => [before, after].some((side) => side && query.matches(side))
  return {
    id,
    query,
    database: databaseOf(engine, database),
    find: (view) => runQuery(view, query),
    concerns: (change) => change.path.startsWith(prefix) && relevant(change),
    collectionId: query.collectionId ?? '*',
  }
}

/** Reads the target of a request; throws INVALID_ARGUMENT. */
export function parseTarget(engine: Engine, request: TargetRequest): Target {
  const id = request.targetId ?? 0
  if (request.documents) return documentsTarget(engine, id, request.documents.documents ?? [])
  if (request.query) return queryTarget(engine, id, request.query)
  throw invalid('A target is either documents or a query.')
}
