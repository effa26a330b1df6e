import { Timestamp, type DocumentData } from 'firebase-admin/firestore'
import { isErrorCode, type ErrorCode } from '@waypost/contract'
import { z } from 'zod'
import { errorCode } from './error-code.ts'

/** A Firestore timestamp, read as a Date. */
export const timestampSchema = z
  .custom<Timestamp>((value) => value instanceof Timestamp, 'is no timestamp')
  .transform((value) => value.toDate())

/** A stored error code. One of a newer release is read as `INTERNAL`; its message says more. */
export const knownErrorCode = z
  .string()
  .transform((code): ErrorCode => (isErrorCode(code) ? code : 'INTERNAL'))

/**
 * Reads a stored document by its schema. A document that does not fit fails here, with its path, and not
 * somewhere later with an `undefined`.
 */
export function parseDocument<T>(
  schema: z.ZodType<T>,
  document: { ref: { path: string }; data(): DocumentData | undefined },
): T {
  const read = schema.safeParse(document.data())
  if (!read.success)
    throw new Error(`The document ${document.ref.path} is not as expected: ${z.prettifyError(read.error)}`)
  return read.data
}

/** The precondition of an update: the document is still the version that was read. */
export function ifUnchangedSince(version: unknown): { lastUpdateTime: Timestamp } {
  if (!(version instanceof Timestamp)) throw new Error('The document was read without its version.')
  return { lastUpdateTime: version }
}

/** Numbers of google.rpc.Code that our stores tell apart. */
const ALREADY_EXISTS = 6
const NOT_FOUND = 5
const FAILED_PRECONDITION = 9

const hasCode = (error: unknown, code: number): boolean => errorCode(error) === code

/** `create()` met an existing document. */
export const isAlreadyExists = (error: unknown): boolean => hasCode(error, ALREADY_EXISTS)
/** The document was written by somebody else since it was read, or is gone. */
export const isPreconditionFailed = (error: unknown): boolean =>
  hasCode(error, FAILED_PRECONDITION) || hasCode(error, NOT_FOUND)
