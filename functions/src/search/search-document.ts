import type { Recipient } from '../kernel/recipient.ts'

/** What a message can be found by, beside its ids. */
export interface SearchDocument {
  readonly contact: Recipient
  /** Folded, in their order, each once. */
  readonly words: readonly string[]
}
