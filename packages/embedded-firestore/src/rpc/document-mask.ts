import { parseFieldPath, pickFields } from '../values/field-path.ts'
import type { DocumentMask, Fields } from '../protocol/messages.ts'

/** The fields that a mask lets through; without a mask all of them. */
export function masked(fields: Fields, mask: DocumentMask | undefined): Fields {
  return mask ? pickFields(fields, (mask.fieldPaths ?? []).map(parseFieldPath)) : fields
}
