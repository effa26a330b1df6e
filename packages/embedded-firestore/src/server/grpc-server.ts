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
import type { RpcContext } from '../rpc/rpc-context.ts'
import type { MethodName } from '../rpc/methods.ts'

const unary =
  (context: RpcContext, name: MethodName): handleUnaryCall<object, object> =>
  ({ request }, done: sendUnaryData<object>) => {
    callMethod(context, name, request).then(
      ([answer = {}]) => done(null, answer),
      (error: unknown) => done(serviceError(error)),
    )
  }

const streaming =
  (context: RpcContext, name: MethodName): handleServerStreamingCall<object, object> =>
  (call) => {
    callMethod(context, name, call.request).then(
      (answers) => {
        for (const answer of answers) call.write(answer)
        call.end()
      },
      (error: unknown) => void call.emit('error', serviceError(error)),
    )
  }

/** The gRPC half of the port; receives already accepted connections. */
export interface GrpcServer {
  readonly handle: (connection: Duplex) => void
  readonly close: () => void
}

/** Production's request limit of 10 MiB plus room for the envelope. */
const maximumMessageBytes = 11 * 1024 * 1024

/** Serves google.firestore.v1.Firestore over the connections it is given. */
export function createGrpcServer(
  context: RpcContext,
  conversations: UntypedServiceImplementation,
): GrpcServer {
  const server = new Server({ 'grpc.max_receive_message_length': maximumMessageBytes })
  const handlers: UntypedServiceImplementation = { ...conversations }
  for (const name of methodNames)
    handlers[name] = firestoreService[name]?.responseStream ? streaming(context, name) : unary(context, name)
  server.addService(firestoreService, handlers)
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure())
  return {
    handle: (connection) => injector.injectConnection(connection),
    close() {
      injector.destroy()
      server.forceShutdown()
    },
  }
}
