import type { ApiKey } from './api-key.ts'

/** Where API keys are kept, by the hash of their secret. */
export interface ApiKeyStore {
  /** The key with this hash, or null. May answer from memory for up to a minute. */
  find(hash: string): Promise<ApiKey | null>
  /** Keeps a new key; an existing one with the same hash is left as it is. */
  add(key: ApiKey): Promise<void>
}
