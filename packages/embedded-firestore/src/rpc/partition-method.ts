import { databaseOf } from '../engine/engine.ts'
import { parseParentName } from '../engine/resource-name.ts'
import { startReading } from '../engine/transaction.ts'
import { invalid } from '../protocol/status.ts'
import { parseQuery } from '../queries/query.ts'
import { runQuery } from '../queries/run-query.ts'
import { requireIndex } from './require-index.ts'
import type { Consistency, StructuredQuery } from '../protocol/messages.ts'
import type { RpcMethod } from './rpc-context.ts'

interface PartitionRequest extends Consistency {
  parent?: string
  structuredQuery?: StructuredQuery
  partitionCount?: string
}

/** Minimum number of documents per partition. */
const smallestPartition = 128

/** Cursors that divide a collection group, ordered by name, into parts of about the same size. */
export const partitionQuery: RpcMethod<PartitionRequest> = {
  collections: ({ structuredQuery }) => [structuredQuery?.from?.[0]?.collectionId ?? '*'],
  run(context, request) {
    const { database, path } = parseParentName(request.parent)
    const wanted = Number(request.partitionCount ?? 0)
    if (wanted < 1) throw invalid('partitionCount must be positive.')
    const { view } = startReading(context.engine, databaseOf(context.engine, database), request)
    const query = parseQuery(path, request.structuredQuery)
    requireIndex(context, query)
    const documents = runQuery(view, query)
    const parts = Math.min(wanted + 1, Math.max(1, Math.floor(documents.length / smallestPartition)))
    const partitions = Array.from({ length: parts - 1 }, (_, i) => {
      const first = documents[Math.floor(((i + 1) * documents.length) / parts)]
      return { values: [{ referenceValue: first?.name ?? '' }], before: true }
    })
    return [{ partitions }]
  },
}
