/** What a collection was billed for. */
export interface BilledOperations {
  reads: number
  writes: number
  deletes: number
}

/** Everything counted since the last reset. README.md says what is billed as what. */
export interface OperationCounts extends BilledOperations {
  /** By the id of the collection the document lies in; queries over every collection count under '*'. */
  collections: Record<string, BilledOperations>
  /** Calls by method name, gRPC and REST together. */
  rpcs: Record<string, number>
  events: { delivered: number; failedAttempts: number; dropped: number }
}

type Billed = keyof BilledOperations

/** Counts operations exactly; shared by every database of a server. */
export interface UsageMeter {
  bill(kind: Billed, collectionId: string, amount: number): void
  countCall(rpc: string): void
  event(outcome: keyof OperationCounts['events']): void
  counts(): OperationCounts
  reset(): void
}

const nothing = (): BilledOperations => ({ reads: 0, writes: 0, deletes: 0 })
const start = (): OperationCounts => ({
  ...nothing(),
  collections: {},
  rpcs: {},
  events: { delivered: 0, failedAttempts: 0, dropped: 0 },
})

/** Creates a meter with all counts at zero. */
export function createUsageMeter(): UsageMeter {
  let counts = start()
  return {
    bill(kind, collectionId, amount) {
      counts[kind] += amount
      const collection = (counts.collections[collectionId] ??= nothing())
      collection[kind] += amount
    },
    countCall: (rpc) => void (counts.rpcs[rpc] = (counts.rpcs[rpc] ?? 0) + 1),
    event: (outcome) => void (counts.events[outcome] += 1),
    counts: () => structuredClone(counts),
    reset: () => void (counts = start()),
  }
}
