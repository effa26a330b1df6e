import { FirestoreError } from '../protocol/status.ts'
import { microsText, toMicros } from '../values/timestamp.ts'
import type { Precondition } from '../protocol/messages.ts'
import type { StoredDocument } from './document.ts'

/** Throws ALREADY_EXISTS, NOT_FOUND or FAILED_PRECONDITION when a document does not meet a precondition. */
export function checkPrecondition(
  condition: Precondition | undefined,
  { name, current }: { name: string; current: StoredDocument | undefined },
): void {
  if (condition?.exists === false && current)
    throw new FirestoreError('ALREADY_EXISTS', `Document already exists: ${name}`)
  if (condition?.exists === true && !current)
    throw new FirestoreError('NOT_FOUND', `No document to update: ${name}`)
  if (condition?.updateTime) checkUpdateTime(toMicros(condition.updateTime), { name, current })
}

function checkUpdateTime(
  required: number,
  { name, current }: { name: string; current: StoredDocument | undefined },
): void {
  if (current?.updateTime === required) return
  const stored = current ? `was last updated at ${microsText(current.updateTime)}` : 'does not exist'
  throw new FirestoreError(
    'FAILED_PRECONDITION',
    `The document must have been last updated at ${microsText(required)}, but ${name} ${stored}.`,
  )
}
