import * as logger from 'firebase-functions/logger'
import type { Log } from './log.ts'
import { redacted } from './redacted.ts'

/** Structured lines in Cloud Logging; the trace id is added by the platform's logger. */
export const cloudLog: Log = {
  info: (event, fields = {}) => logger.info(event, { event, ...redacted(fields) }),
  warn: (event, fields = {}) => logger.warn(event, { event, ...redacted(fields) }),
  error: (event, fields = {}) => logger.error(event, { event, ...redacted(fields) }),
}
