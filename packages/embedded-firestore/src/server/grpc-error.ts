import { Metadata, status } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { FirestoreError } from '../protocol/status.ts'

/** What goes over the wire when a method throws; anything but a refusal is a defect and is shown as INTERNAL. */
export function serviceError(error: unknown): ServiceError {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  const code = status[error instanceof FirestoreError ? error.status : 'INTERNAL']
  const details = error instanceof FirestoreError ? message : (stack ?? message)
  return Object.assign(new Error(message), { code, details, metadata: new Metadata() })
}
