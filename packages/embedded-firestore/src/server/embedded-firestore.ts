import { createEngine } from '../engine/engine.ts'
import { clearDatabase } from '../engine/clear.ts'
import { createEventDesk } from '../events/event-desk.ts'
import { createFailureList } from '../observation/failures.ts'
import { createMeter } from '../observation/meter.ts'
import { createShapeRecorder } from '../observation/query-shapes.ts'
import { createGrpcFront } from './grpc.ts'
import { createHttpFront } from './http-front.ts'
import { listenOnSharedPort } from './shared-port.ts'
import type { Trigger } from '../events/trigger.ts'
import type { FailureOrder } from '../observation/failures.ts'
import type { OperationCounts } from '../observation/meter.ts'
import type { QueryShape } from '../observation/query-shapes.ts'

export interface EmbeddedFirestoreOptions {
  /** 127.0.0.1 unless given. */
  readonly host?: string
  /** 0 picks a free one. */
  readonly port: number
  /** Where documents and undelivered events are kept; without it they end with the process. */
  readonly dataDirectory?: string
  /** The wall clock; commit times follow it. */
  readonly now?: () => Date
  /** `host:port` of the functions emulator, for triggers registered by HTTP. */
  readonly functionsAddress?: string
}

/** A running server. */
export interface EmbeddedFirestore {
  /** `127.0.0.1:7402`: what FIRESTORE_EMULATOR_HOST takes. */
  readonly host: string
  readonly port: number
  /** Starts telling a function of documents; a trigger with a known id takes its place. */
  addTrigger(trigger: Trigger): void
  counts(): OperationCounts
  resetCounts(): void
  /** Makes coming calls fail. */
  failNext(order: FailureOrder): void
  /** Every distinct shape of query run so far; neededIndexes derives the composite indexes from them. */
  queryShapes(): QueryShape[]
  /** Removes every document of a project, or of all, without an event. */
  clear(project?: string): void
  /** Resolves when no event is queued, on its way, or waiting for its next attempt. */
  eventsIdle(): Promise<void>
  close(): Promise<void>
}

/** Starts the server: gRPC and REST on one port. Rejects when the port is taken or the data cannot be read. */
export async function startEmbeddedFirestore(options: EmbeddedFirestoreOptions): Promise<EmbeddedFirestore> {
  const host = options.host ?? '127.0.0.1'
  const engine = createEngine(options.now ?? (() => new Date()))
  const meter = createMeter()
  const failures = createFailureList()
  const shapes = createShapeRecorder()
  const desk = createEventDesk(meter, () => undefined)
  engine.observers.push(desk)
  const house = { engine, meter, failures, shapes }

  const clear = (wanted: (name: string) => boolean) => {
    for (const database of engine.databases.values())
      if (wanted(database.name)) clearDatabase(engine, database)
  }
  const open: EmbeddedFirestore = {
    host: '',
    port: 0,
    addTrigger: (trigger) => desk.add(trigger),
    counts: () => meter.counts(),
    resetCounts: () => meter.reset(),
    failNext: (order) => failures.add(order),
    queryShapes: () => shapes.shapes(),
    clear: (project) => clear((name) => project === undefined || name.startsWith(`projects/${project}/`)),
    eventsIdle: () => desk.idle(),
    close: async () => undefined,
  }
  const grpc = createGrpcFront(house, {})
  const http = createHttpFront(house, {
    firestore: open,
    clearDatabase: (name) => clear((other) => other === name),
    functionsAddress: options.functionsAddress,
  })
  const shared = await listenOnSharedPort(
    { host, port: options.port },
    { http1: http.take, http2: grpc.take },
  )
  const close = async () => {
    desk.close()
    grpc.close()
    http.close()
    await shared.close()
  }
  return { ...open, host: `${host}:${shared.port}`, port: shared.port, close }
}
