import { Metadata, status } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { FirestoreError } from '../protocol/status.ts'

/** The gRPC error of a failed method; anything but a FirestoreError is a defect and becomes INTERNAL. */
export function serviceError(error: unknown): ServiceError {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  const code = status[error instanceof FirestoreError ? error.status : 'INTERNAL']
  const details = error instanceof FirestoreError ? message : (stack ?? message)
  return Object.assign(new Error(message), { code, details, metadata: new Metadata() })
}
