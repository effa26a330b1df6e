import { messageErrorCodes, type ErrorCode } from '@waypost/contract'

/** What a send may be refused with beside faults of the request: whom, from which sender, and Meta's own reasons. */
export const sendRefusals: readonly ErrorCode[] = [
  'INVALID_REQUEST',
  'SESSION_REQUIRED',
  'SESSION_NOT_FOUND',
  'SESSION_FORBIDDEN',
  'RECIPIENT_REQUIRED',
  'RECIPIENT_INVALID',
  'RECIPIENT_FORBIDDEN',
  'MESSAGE_NOT_FOUND',
  'CONFIGURATION_INVALID',
  ...messageErrorCodes,
]
