import type { RawWebhookPage } from './raw-webhook-page.ts'

/** Kept as configured, not understood, or understood after all when it was read again. */
export type RawState = 'kept' | 'quarantined' | 'done'

/** A body as received, without its bytes. */
export interface RawRecord {
  /** SHA-256 of the body. */
  readonly id: string
  readonly state: RawState
  readonly reasons: readonly string[]
  readonly bytes: number
  readonly receivedAt: Date
  readonly finishedAt?: Date
}

/** Bodies of webhooks, as received. */
export interface RawWebhookStore {
  find(id: string): Promise<RawRecord | null>
  list(page: RawWebhookPage): Promise<RawRecord[]>
  /** The bytes of a body that was found. */
  bytes(id: string): Promise<Buffer>
  /** Notes what came of reading it again. */
  finish(id: string, outcome: { readonly reasons: readonly string[]; readonly at: Date }): Promise<RawState>
}
