/** What the intake writes: plain data that needs no Firestore client. All of it may be written twice. */
export type IntakeWrite = StatusMerge | NewDocument

/** Statuses of one of our messages, added without a read: a maximum and a set union commute. */
export interface StatusMerge {
  readonly kind: 'merge'
  readonly messageId: string
  readonly progress: number
  readonly entries: readonly IntakeEntry[]
}

/** A status on its way into a message's timeline (`MetaEntry` there). */
export interface IntakeEntry {
  readonly at: Date
  readonly status: string
  readonly attempt: number
  readonly wamid: string
  readonly raw: string
  /** The contacts that came with it, as JSON. */
  readonly contacts?: string
}

/** A document that is created once; a second time nothing happens. */
export interface NewDocument {
  readonly kind: 'create'
  readonly path: string
  readonly fields: Readonly<Record<string, IntakeValue>>
}

export type IntakeValue = string | number | Date | Uint8Array | readonly string[] | undefined

/** How one write ended; the others are not touched by it. */
export type WriteOutcome =
  'written' | 'exists' | 'missing' | { readonly failed: string; readonly transient: boolean }

/** Where the intake writes: all at once, each on its own. Throws only when nothing is known of any. */
export type WriteAll = (writes: readonly IntakeWrite[]) => Promise<WriteOutcome[]>
