import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js'
import { serviceError } from '../server/grpc-error.ts'
import { beginWatch, difference, upToDate } from './watch.ts'
import { parseTarget } from './target.ts'
import { requireIndex } from '../rpc/require-index.ts'
import type { Commit, CommitObserver } from '../engine/engine.ts'
import type { RpcContext } from '../rpc/rpc-context.ts'
import type { TargetRequest } from './target.ts'
import type { ListenResponse, Watch } from './watch.ts'

interface ListenRequest {
  addTarget?: TargetRequest
  removeTarget?: number
}

type ListenStream = ServerDuplexStream<ListenRequest, ListenResponse>

/** An open Listen stream: its watches, and those with changes since the last response. */
interface Listener {
  readonly stream: ListenStream
  readonly watches: Map<number, Watch>
  readonly changed: Set<Watch>
}

/** The Listen method and its commit observer. */
export interface ListenService extends CommitObserver {
  readonly handler: handleBidiStreamingCall<ListenRequest, ListenResponse>
}

function addTarget(context: RpcContext, listener: Listener, request: TargetRequest): void {
  const target = parseTarget(context.engine, request)
  context.meter.countCall('Listen')
  context.failures.consume({ rpc: 'Listen', collections: [target.collectionId] }, 'before')
  if (target.query) requireIndex(context, target.query)
  const { watch, responses, documents } = beginWatch(target, request, context.engine.clock)
  context.meter.bill('reads', target.collectionId, Math.max(1, documents))
  for (const response of responses) listener.stream.write(response)
  if (watch.once) endTarget(listener, target.id)
  else listener.watches.set(target.id, watch)
}

function endTarget({ stream, watches }: Listener, id: number): void {
  watches.delete(id)
  stream.write({ targetChange: { targetChangeType: 'REMOVE', targetIds: [id] } })
}

/** Sends pending changes to a listener; commits of one tick are combined. */
function answer(context: RpcContext, { stream, watches, changed }: Listener): void {
  const time = context.engine.clock.read()
  for (const watch of changed) {
    if (watches.get(watch.target.id) !== watch) continue
    const responses = difference(watch, time)
    const documents = responses.filter((response) => 'documentChange' in response).length
    if (documents > 0) context.meter.bill('reads', watch.target.collectionId, documents)
    for (const response of responses) stream.write(response)
  }
  changed.clear()
  if (watches.size === 0) return
  stream.write(upToDate(time))
}

function markChanged(context: RpcContext, listener: Listener, { database, changes }: Commit): void {
  const waiting = listener.changed.size > 0
  for (const watch of listener.watches.values())
    if (watch.target.database === database && changes.some((change) => watch.target.concerns(change)))
      listener.changed.add(watch)
  if (!waiting && listener.changed.size > 0) setImmediate(() => answer(context, listener))
}

/** Creates the Listen method: clients add targets and receive every change to them. */
export function createListenService(context: RpcContext): ListenService {
  const listeners = new Set<Listener>()
  const serve = (listener: Listener, { addTarget: added, removeTarget: removed }: ListenRequest) => {
    if (added) addTarget(context, listener, added)
    if (removed !== undefined) endTarget(listener, removed)
  }
  const handler = (stream: ListenStream) => {
    const listener: Listener = { stream, watches: new Map(), changed: new Set() }
    listeners.add(listener)
    const leave = () => {
      listener.watches.clear()
      listeners.delete(listener)
    }
    stream.on('data', (request: ListenRequest) => {
      try {
        serve(listener, request)
      } catch (error) {
        leave()
        stream.emit('error', serviceError(error))
      }
    })
    stream.on('cancelled', leave)
    stream.on('end', () => {
      leave()
      stream.end()
    })
  }
  const sendChanges = (commit: Commit) => {
    for (const listener of listeners) markChanged(context, listener, commit)
  }
  return { handler, applied: sendChanges, afterClear: sendChanges }
}
