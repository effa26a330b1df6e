import type { ApiKey } from './api-key.ts'

/** API keys, by the hash of their secret. */
export interface ApiKeyStore {
  /** The key with this hash, or null. May answer from memory for up to a minute. */
  find(hash: string): Promise<ApiKey | null>
  /** The key with this id, or null. */
  findById(id: string): Promise<ApiKey | null>
  /** Up to 100 keys of an owner, in no order. */
  listByOwner(owner: string): Promise<ApiKey[]>
  /** Keys by id, the youngest first. */
  list(page: { readonly after?: string; readonly limit: number }): Promise<ApiKey[]>
  /** Keeps a new key; an existing one with the same hash is left as it is. */
  add(key: ApiKey): Promise<void>
  /** Keeps the successor of a key that then ends at `endsAt`; false when the key was ended or rolled already. */
  roll(key: ApiKey, successor: ApiKey, endsAt: Date): Promise<boolean>
  /** Ends a key now; the first revocation stays. @returns the key as it is then */
  revoke(hash: string, at: Date): Promise<ApiKey>
  /** Adds uses to those that were counted; `lastUsedAt` only where it is known to be the last. */
  recordUses(hash: string, uses: { readonly count: number; readonly lastUsedAt?: Date }): Promise<void>
}
