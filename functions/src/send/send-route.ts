import { DryRunAnswer, messageErrorCodes, SendAnswer, type ErrorCode } from '@waypost/contract'
import { z } from 'zod'
import type { RouteDoc } from '../http/route.ts'

/** What a send may be refused with beside faults of the request: whom, from which sender, and Meta's own reasons. */
const sendRefusals: readonly ErrorCode[] = [
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

/** How a route that sends one message is described. */
export const sendRouteDoc = (summary: string): RouteDoc => ({
  summary,
  answers: { 200: z.union([SendAnswer, DryRunAnswer]), 202: SendAnswer },
  headers: ['Idempotency-Key', 'Prefer'],
  refusals: sendRefusals,
})
