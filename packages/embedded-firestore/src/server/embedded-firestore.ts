import { createEngine } from '../engine/engine.ts'
import { clearDatabase } from '../engine/clear.ts'
import { createTriggerDispatcher } from '../events/trigger-dispatcher.ts'
import { openJournal } from '../journal/journal.ts'
import { createListenService } from '../listen/listen-method.ts'
import { createFailureInjector } from '../observation/failure-injector.ts'
import { createUsageMeter } from '../observation/usage-meter.ts'
import { createShapeRecorder } from '../observation/query-shapes.ts'
import { readIndexFile } from './read-index-file.ts'
import { createGrpcServer } from './grpc-server.ts'
import { createHttpServer } from './http-server.ts'
import { listenOnSharedPort } from './shared-port.ts'
import type { TriggerDispatcher } from '../events/trigger-dispatcher.ts'
import type { Journal } from '../journal/journal.ts'
import type { ListenService } from '../listen/listen-method.ts'
import type { RpcContext } from '../rpc/rpc-context.ts'
import type { FirestoreControls } from './controls.ts'

export interface EmbeddedFirestoreOptions {
  /** 127.0.0.1 unless given. */
  readonly host?: string
  /** 0 picks a free one. */
  readonly port: number
  /** Directory of documents and undelivered events; without it they end with the process. */
  readonly dataDirectory?: string
  /** The wall clock; commit times follow it. */
  readonly now?: () => Date
  /**
   * Path of firestore.indexes.json. With it, queries without an index are refused as in production; without it every
   * query runs.
   */
  readonly indexFile?: string
  /** `host:port` of the functions emulator, for triggers registered by HTTP. */
  readonly functionsAddress?: string
}

/** A running server. */
export interface EmbeddedFirestore extends FirestoreControls {
  /** `127.0.0.1:7402`: what FIRESTORE_EMULATOR_HOST takes. */
  readonly host: string
  readonly port: number
  /** Ends every connection. Nothing acknowledged is lost when there is a data directory. */
  close(): Promise<void>
}

/** The parts of a server, joined but not yet listening. */
interface Parts {
  readonly context: RpcContext
  readonly dispatcher: TriggerDispatcher
  readonly listen: ListenService
  readonly journal: Journal | undefined
}

/** Connects engine, journal, events and listeners, and restores the data directory. */
function createParts({ now = () => new Date(), dataDirectory, indexFile }: EmbeddedFirestoreOptions): Parts {
  const { indexes, missingIndexOf } = readIndexFile(indexFile)
  const engine = createEngine(now, indexes)
  const meter = createUsageMeter()
  const context: RpcContext = {
    engine,
    meter,
    failures: createFailureInjector(),
    shapes: createShapeRecorder(),
    missingIndexOf,
  }
  const dispatcher: TriggerDispatcher = createTriggerDispatcher(meter, (delivery) =>
    journal?.delivered(delivery),
  )
  const journal =
    dataDirectory === undefined ? undefined : openJournal(engine, dataDirectory, dispatcher.deliveriesOf)
  const listen = createListenService(context)
  dispatcher.resume(journal?.restore() ?? [])
  // The journal comes first: a commit that cannot be stored must not happen.
  engine.observers.push(...(journal ? [journal] : []), listen, dispatcher)
  return { context, dispatcher, listen, journal }
}

function clearDatabases({ engine }: RpcContext, wanted: (name: string) => boolean): void {
  for (const database of engine.databases.values()) if (wanted(database.name)) clearDatabase(engine, database)
}

function controlsOf({ context, dispatcher }: Parts): FirestoreControls {
  const { meter, failures, shapes } = context
  return {
    addTrigger: (trigger) => dispatcher.add(trigger),
    counts: () => meter.counts(),
    resetCounts: () => meter.reset(),
    failNext: (order) => failures.add(order),
    clearFailures: () => failures.clear(),
    queryShapes: () => shapes.shapes(),
    clear: (project) =>
      clearDatabases(context, (name) => project === undefined || name.startsWith(`projects/${project}/`)),
    eventsIdle: () => dispatcher.idle(),
  }
}

/** Starts the server: gRPC and REST on one port. Rejects when the port is taken or the data cannot be read. */
export async function startEmbeddedFirestore(options: EmbeddedFirestoreOptions): Promise<EmbeddedFirestore> {
  const host = options.host ?? '127.0.0.1'
  const parts = createParts(options)
  const controls = controlsOf(parts)
  const grpc = createGrpcServer(parts.context, { Listen: parts.listen.handler })
  const http = createHttpServer(parts.context, {
    controls,
    clearDatabase: (name) => clearDatabases(parts.context, (other) => other === name),
    functionsAddress: options.functionsAddress,
  })
  const shared = await listenOnSharedPort(
    { host, port: options.port },
    { http1: http.handle, http2: grpc.handle },
  )
  const close = async () => {
    parts.dispatcher.close()
    grpc.close()
    http.close()
    await shared.close()
    parts.journal?.close()
  }
  return { ...controls, host: `${host}:${shared.port}`, port: shared.port, close }
}
