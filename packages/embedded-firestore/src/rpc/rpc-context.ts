import { collectionIdOfDocument, splitPath } from '../engine/resource-name.ts'
import type { Engine } from '../engine/engine.ts'
import type { FailureInjector } from '../observation/failure-injector.ts'
import type { UsageMeter } from '../observation/usage-meter.ts'
import type { CompositeIndex } from '../indexes/index-set.ts'
import type { QueryShape, ShapeRecorder } from '../observation/query-shapes.ts'

/** Dependencies of every method: documents, usage meter, injected failures, query shapes, indexes. */
export interface RpcContext {
  readonly engine: Engine
  readonly meter: UsageMeter
  readonly failures: FailureInjector
  readonly shapes: ShapeRecorder
  /** An index that the query lacks; undefined when it may run. */
  readonly missingIndexOf: (shape: QueryShape) => CompositeIndex | undefined
}

/** A method of the service: it answers with one message or, when it streams, with any number. */
export interface RpcMethod<Request = object> {
  /** Ids of the collections a request touches, for failures limited to one. */
  collections(request: Request): string[]
  run(context: RpcContext, request: Request): object[] | Promise<object[]>
}

/** Bills document lookups: each one is a read, found or not. */
export function countReads(context: RpcContext, paths: readonly string[]): void {
  for (const path of paths) context.meter.bill('reads', collectionIdOfDocument(path), 1)
}

/** The collection id in the name of a document, '' where the name has none. */
export function collectionIdOfName(documentName: string | undefined): string {
  return (
    splitPath(documentName ?? '')
      .collection.split('/')
      .at(-1) ?? ''
  )
}
