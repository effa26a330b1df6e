import { randomBytes } from 'node:crypto'
import { formatApiKey } from './api-key.ts'

/** A new secret of an API key. */
export const randomSecret = (mode: 'live' | 'test'): string => formatApiKey(mode, randomBytes(24))
