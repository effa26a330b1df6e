import type { Endpoint } from './endpoint.ts'

/** Where endpoints are kept. */
export interface EndpointStore {
  add(endpoint: Endpoint): Promise<void>
  find(id: string): Promise<Endpoint | null>
  /** Those of these scopes, the disabled ones too. */
  inScopes(scopes: readonly string[]): Promise<Endpoint[]>
  /** Newest first, 100 at most; those that one of these words may read. */
  list(readers: readonly string[] | 'all'): Promise<Endpoint[]>
  /** Puts what `decide` makes of it in its place, or leaves it when that is null. @returns as it is now; null: gone */
  change(id: string, decide: (current: Endpoint) => Endpoint | null): Promise<Endpoint | null>
  remove(id: string): Promise<void>
}
