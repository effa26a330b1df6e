/** One line of the audit log: who did what to what, when and from where. */
export interface AuditRecord {
  readonly id: string
  readonly at: Date
  readonly action: string
  readonly outcome: 'done' | 'failed'
  /** `user:<uid>`, or the id of an API key. */
  readonly actor: string
  readonly target: string
  readonly sessionId?: string
  readonly details: Readonly<Record<string, string | number | boolean>>
  readonly ip: string
  readonly requestId: string
}

export interface AuditFilter {
  readonly action?: string
  readonly actor?: string
  readonly target?: string
  readonly sessionId?: string
  readonly since?: Date
  readonly until?: Date
  /** The id of the last entry of the page before. */
  readonly after?: string
  readonly limit: number
}

/** The audit log. Entries are added and read, never changed. */
export interface AuditStore {
  add(record: AuditRecord): Promise<void>
  /** Youngest first; null: the entry to go on after is not there. */
  list(filter: AuditFilter): Promise<AuditRecord[] | null>
}
