import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadSync } from '@grpc/proto-loader'
import type { MessageTypeDefinition, ServiceDefinition } from '@grpc/proto-loader'

const protoFolder = join(
  dirname(fileURLToPath(import.meta.resolve('@google-cloud/firestore/package.json'))),
  'build/protos',
)

/** Every definition of google/firestore/v1/firestore.proto, from the files that ship with Google's client. */
export const definitions = loadSync('google/firestore/v1/firestore.proto', {
  includeDirs: [protoFolder],
  keepCase: false,
  longs: String,
  enums: String,
  defaults: false,
})

/** The google.firestore.v1.Firestore service: method names, their paths and message types. */
export const firestoreService = definitions['google.firestore.v1.Firestore'] as ServiceDefinition

/** A message as the proto loader describes it. */
export type MessageType = MessageTypeDefinition<object, object>
