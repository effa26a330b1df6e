import { toProtocol } from '../engine/document.ts'
import { databaseOf } from '../engine/engine.ts'
import { parseParentName } from '../engine/resource-name.ts'
import { startReading } from '../engine/transaction.ts'
import { aggregate } from '../queries/aggregate.ts'
import { distances } from '../queries/find-nearest.ts'
import { parseQuery } from '../queries/query.ts'
import { runQuery, skippedBy } from '../queries/run-query.ts'
import { nameField, parseFieldPath, pickFields, withValueAt } from '../values/field-path.ts'
import { requireIndex } from './require-index.ts'
import type { StoredDocument } from '../engine/document.ts'
import type { ReadSession } from '../engine/transaction.ts'
import type {
  Aggregation,
  Consistency,
  Document,
  StructuredAggregationQuery,
  StructuredQuery,
} from '../protocol/messages.ts'
import type { Query } from '../queries/query.ts'
import type { RpcContext, RpcMethod } from './rpc-context.ts'

const everyCollection = '*'
const selected = (query: StructuredQuery | undefined) => [query?.from?.[0]?.collectionId ?? everyCollection]

/** Applies the projection and adds the distance field if requested. */
function resultsOf(documents: readonly StoredDocument[], { projection, nearest }: Query): Document[] {
  const fields = projection?.filter((path) => path[0] !== nameField)
  const resultField = nearest?.distanceResultField
  const measured = nearest && resultField ? distances(documents, nearest) : undefined
  return documents.map((document) => {
    const shown = fields ? pickFields(document.fields, fields) : document.fields
    const distance = measured?.get(document)
    if (distance === undefined || !resultField) return toProtocol(document, shown)
    return toProtocol(document, withValueAt(shown, parseFieldPath(resultField), { doubleValue: distance }))
  })
}

interface QueryRequest extends Consistency {
  parent?: string
  structuredQuery?: StructuredQuery
  explainOptions?: { analyze?: boolean }
}

/** Reads a query's results within the consistency its request asks for. */
function read(
  context: RpcContext,
  request: QueryRequest,
  {
    structured,
    aggregated = [],
  }: { structured: StructuredQuery | undefined; aggregated?: readonly string[] },
) {
  const { database: name, path } = parseParentName(request.parent)
  const query = parseQuery(path, structured)
  requireIndex(context, query, aggregated)
  const reading: ReadSession = startReading(context.engine, databaseOf(context.engine, name), request)
  const documents = runQuery(reading.view, query)
  reading.trackQuery((view) => runQuery(view, query), documents)
  return { query, reading, documents }
}

/** The plan and the work, for clients that ask to have a query explained. */
function explained(documents: readonly StoredDocument[], { analyze }: { analyze?: boolean }): object {
  const stats = {
    resultsReturned: String(documents.length),
    readOperations: String(Math.max(1, documents.length)),
  }
  return {
    explainMetrics: {
      planSummary: { indexesUsed: [] },
      ...(analyze && { executionStats: { ...stats, executionDuration: { seconds: '0', nanos: 0 } } }),
    },
  }
}

const runQueryMethod: RpcMethod<QueryRequest> = {
  collections: ({ structuredQuery }) => selected(structuredQuery),
  run(context, request) {
    const { query, reading, documents } = read(context, request, { structured: request.structuredQuery })
    const { readTime, opened, view } = reading
    const skipped = skippedBy(query, documents, view)
    context.meter.bill(
      'reads',
      query.collectionId ?? everyCollection,
      Math.max(1, documents.length + skipped),
    )
    const explain = request.explainOptions
    const shown = explain && !explain.analyze ? [] : resultsOf(documents, query)
    const answers: object[] = shown.map((document) => ({ document, readTime }))
    if (opened) answers.unshift({ transaction: opened })
    if (shown.length === 0 || skipped > 0)
      answers.push({ readTime, ...(skipped > 0 && { skippedResults: skipped }) })
    if (explain) answers.push(explained(documents, explain))
    return answers
  },
}

const entriesPerRead = 1000
const aggregatedFields = (aggregations: readonly Aggregation[]) =>
  aggregations.flatMap(({ sum, avg }) => (sum ?? avg)?.field?.fieldPath ?? [])

interface AggregationRequest extends Consistency {
  parent?: string
  structuredAggregationQuery?: StructuredAggregationQuery
}
const runAggregationQuery: RpcMethod<AggregationRequest> = {
  collections: ({ structuredAggregationQuery }) => selected(structuredAggregationQuery?.structuredQuery),
  run(context, request) {
    const { structuredQuery, aggregations = [] } = request.structuredAggregationQuery ?? {}
    const { query, reading, documents } = read(context, request, {
      structured: structuredQuery,
      aggregated: aggregatedFields(aggregations),
    })
    const reads = Math.max(1, Math.ceil(documents.length / entriesPerRead))
    context.meter.bill('reads', query.collectionId ?? everyCollection, reads)
    return [
      {
        result: { aggregateFields: aggregate(documents, aggregations) },
        readTime: reading.readTime,
        ...(reading.opened && { transaction: reading.opened }),
      },
    ]
  },
}

/** Methods that run queries. */
export const queryMethods = { RunQuery: runQueryMethod, RunAggregationQuery: runAggregationQuery }
