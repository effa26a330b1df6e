import * as logger from 'firebase-functions/logger'
import { describeError } from './describe-error.ts'
import type { Log, LogFields } from './log.ts'
import { redactLogFields } from './redact-log-fields.ts'

/** Structured lines in Cloud Logging; the platform's logger adds the trace id. */
export const cloudLog: Log = {
  info: (event, fields) => logger.info(event, line(event, fields)),
  warn: (event, fields, error) => logger.warn(event, line(event, fields, error)),
  error: (event, fields, error) => logger.error(event, line(event, fields, error)),
}

const line = (event: string, fields: LogFields = {}, error?: unknown) => ({
  event,
  ...redactLogFields({ ...fields, ...(error !== undefined && { error: describeError(error) }) }),
})
