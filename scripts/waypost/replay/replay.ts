import type { RawWebhookView, ReprocessAnswer } from '@waypost/contract'

export interface ReplayNeeds {
  /** Raw webhooks and items in a state, received since a time, newest first. */
  list(state: RawWebhookView['state'], since: string): AsyncIterable<RawWebhookView>
  reprocess(id: string): Promise<ReprocessAnswer>
}

export interface ReplayOptions {
  readonly since: string
  /** Only quarantined ones; default: all. */
  readonly quarantined: boolean
  readonly dryRun: boolean
}

/** One webhook or item that was reprocessed, or would be. */
export interface ReplayResult {
  readonly id: string
  readonly kind: RawWebhookView['kind']
  readonly what: string
  readonly was: RawWebhookView['state']
  /** Absent in a dry run. */
  readonly now?: RawWebhookView['state']
  readonly because?: string
}

/** Bodies first: reprocessing one may create items. */
const all = ['quarantined', 'new', 'kept', 'done'] as const

/**
 * Reprocesses the raw webhooks and items since a time, oldest first. Idempotent.
 * @returns one entry for each, in order
 */
export async function replay(
  { since, quarantined, dryRun }: ReplayOptions,
  { list, reprocess }: ReplayNeeds,
): Promise<ReplayResult[]> {
  const found: RawWebhookView[] = []
  for (const state of quarantined ? (['quarantined'] as const) : all)
    for await (const one of list(state, since)) found.push(one)
  const replayed: ReplayResult[] = []
  for (const one of found.toSorted(inOrder)) {
    const { id, kind, state: was } = one
    const entry: ReplayResult = { id, kind, was, what: one.field ?? `${String(one.bytes ?? 0)} bytes` }
    if (dryRun) replayed.push({ ...entry, ...reasonOf(one.reasons) })
    else {
      const { state, reasons } = await reprocess(id)
      replayed.push({ ...entry, now: state, ...reasonOf(reasons) })
    }
  }
  return replayed
}

const inOrder = (one: RawWebhookView, other: RawWebhookView): number =>
  Number(other.kind === 'body') - Number(one.kind === 'body') ||
  Date.parse(one.receivedAt) - Date.parse(other.receivedAt)

const reasonOf = ([because]: readonly string[]): { because?: string } =>
  because === undefined ? {} : { because }
