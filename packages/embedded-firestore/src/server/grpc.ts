import { Server, ServerCredentials } from '@grpc/grpc-js'
import type {
  handleServerStreamingCall,
  handleUnaryCall,
  sendUnaryData,
  UntypedServiceImplementation,
} from '@grpc/grpc-js'
import type { Duplex } from 'node:stream'
import { firestoreService } from '../protocol/proto.ts'
import { serviceError } from './grpc-error.ts'
import { callMethod, methodNames } from '../rpc/methods.ts'
import type { House } from '../rpc/house.ts'
import type { MethodName } from '../rpc/methods.ts'

const unary =
  (house: House, name: MethodName): handleUnaryCall<object, object> =>
  ({ request }, done: sendUnaryData<object>) => {
    try {
      done(null, callMethod(house, name, request)[0] ?? {})
    } catch (error) {
      done(serviceError(error))
    }
  }

const streaming =
  (house: House, name: MethodName): handleServerStreamingCall<object, object> =>
  (call) => {
    try {
      for (const answer of callMethod(house, name, call.request)) call.write(answer)
      call.end()
    } catch (error) {
      call.emit('error', serviceError(error))
    }
  }

/** The gRPC half of the port: takes over connections that were accepted elsewhere. */
export interface GrpcFront {
  readonly take: (connection: Duplex) => void
  readonly close: () => void
}

/** 10 MiB is production's limit of a request; the rest is room for its envelope. */
const maximumMessageBytes = 11 * 1024 * 1024

/** Serves google.firestore.v1.Firestore over the connections it is given. */
export function createGrpcFront(house: House, conversations: UntypedServiceImplementation): GrpcFront {
  const server = new Server({ 'grpc.max_receive_message_length': maximumMessageBytes })
  const handlers: UntypedServiceImplementation = { ...conversations }
  for (const name of methodNames)
    handlers[name] = firestoreService[name]?.responseStream ? streaming(house, name) : unary(house, name)
  server.addService(firestoreService, handlers)
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure())
  return {
    take: (connection) => injector.injectConnection(connection),
    close() {
      injector.destroy()
      server.forceShutdown()
    },
  }
}
