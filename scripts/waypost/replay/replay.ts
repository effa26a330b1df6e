import type { RawWebhookView, ReprocessAnswer } from '@waypost/contract'

export interface ReplayNeeds {
  /** All that Meta posted since an instant and that is in a state, newest first. */
  list(state: RawWebhookView['state'], since: string): AsyncIterable<RawWebhookView>
  reprocess(id: string): Promise<ReprocessAnswer>
}

export interface ReplayOptions {
  readonly since: string
  /** Only what was put aside; else everything. */
  readonly quarantined: boolean
  readonly dryRun: boolean
}

/** One thing that was done again, or would be. */
export interface ReplayResult {
  readonly id: string
  readonly kind: RawWebhookView['kind']
  readonly what: string
  readonly was: RawWebhookView['state']
  /** Absent in a dry run. */
  readonly now?: RawWebhookView['state']
  readonly because?: string
}

/** Bodies first: reading one again may bring items. */
const all = ['quarantined', 'new', 'kept', 'done'] as const

/**
 * Has all that Meta posted since an instant done again, the oldest first: Meta has no history to ask for. What was done
 * before is found done.
 * @returns one entry for each, in the order in which it was done
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
