import { describeMissingIndex } from '../indexes/missing-index.ts'
import { FirestoreError } from '../protocol/status.ts'
import type { Query } from '../queries/query.ts'
import type { RpcContext } from './rpc-context.ts'

/** Records the shape of a query; throws FAILED_PRECONDITION when production has no index for it. */
export function requireIndex(
  { shapes, missingIndexOf }: RpcContext,
  query: Query,
  aggregated: readonly string[] = [],
): void {
  const shape = shapes.record(query, aggregated)
  const missing = shape && missingIndexOf(shape)
  if (missing) throw new FirestoreError('FAILED_PRECONDITION', describeMissingIndex(missing))
}
