import * as logger from 'firebase-functions/logger'
import type { Log } from './log.ts'
import { redactLogFields } from './redact-log-fields.ts'

/** Structured lines in Cloud Logging; the trace id is added by the platform's logger. */
export const cloudLog: Log = {
  info: (event, fields = {}) => logger.info(event, { event, ...redactLogFields(fields) }),
  warn: (event, fields = {}) => logger.warn(event, { event, ...redactLogFields(fields) }),
  error: (event, fields = {}) => logger.error(event, { event, ...redactLogFields(fields) }),
}
