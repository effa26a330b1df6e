import { createHash } from 'node:crypto'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { inboxDocument } from './inbox-item.ts'
import type { IntakeWrite, StatusMerge, WriteAll, WriteOutcome } from './intake-write.ts'
import { rawWebhookDocuments } from './raw-webhook.ts'
import type { SeenBodies } from './seen-bodies.ts'
import { sortWebhook, type SortedWebhook } from './sort-webhook.ts'

export interface ReceiveNeeds {
  writeAll: WriteAll
  seen: SeenBodies
  keepAllBodies: boolean
  clock: Clock
  log: Log
}

/** A body of Meta's, its signature checked. */
export interface SignedBody {
  readonly bytes: Uint8Array
  /** The same, parsed. */
  readonly json: unknown
}

/**
 * Stores everything a webhook says before it is answered: one write call for all items. What cannot be
 * applied (a message we do not have, an item that does not fit into a document) costs a second one.
 * Each write may be repeated, so a failure half-way is mended by Meta's repeat.
 * @throws when something could not be stored: answer 503, Meta sends it again
 */
export async function receiveWebhook(body: SignedBody, needs: ReceiveNeeds): Promise<'stored' | 'seen'> {
  const hash = createHash('sha256').update(body.bytes).digest('hex')
  if (needs.seen.has(hash)) return 'seen'
  const now = needs.clock.now()
  const sorted = sort(body.json, now)
  const writes: IntakeWrite[] = [...sorted.merges, ...sorted.inbox.map((item) => inboxDocument(item, now))]
  if (needs.keepAllBodies || sorted.unread.length > 0)
    writes.push(...rawWebhookDocuments(body.bytes, hash, { now, reasons: sorted.unread }))
  const leftover = leftovers(writes, await needs.writeAll(writes), now)
  if (leftover.reasons.length > 0)
    leftover.writes.push(...rawWebhookDocuments(body.bytes, hash, { now, reasons: leftover.reasons }))
  await writeLeftovers(leftover.writes, needs)
  if (sorted.unread.length + leftover.reasons.length > 0)
    needs.log.warn('webhook.quarantined', { hash, reason: [...sorted.unread, ...leftover.reasons][0] ?? '' })
  needs.seen.add(hash)
  return 'stored'
}

function sort(json: unknown, now: Date): SortedWebhook {
  const object = (json as { object?: unknown } | null)?.object
  if (object !== 'whatsapp_business_account')
    return {
      merges: [],
      inbox: [],
      unread: [`object is ${object === undefined ? 'missing' : JSON.stringify(object)}`],
    }
  return sortWebhook(json, now)
}

/** What is still to be kept after the first write: statuses of messages that are not here, and what was refused. */
function leftovers(
  writes: readonly IntakeWrite[],
  outcomes: readonly WriteOutcome[],
  now: Date,
): { writes: IntakeWrite[]; reasons: string[] } {
  const again: IntakeWrite[] = []
  const reasons: string[] = []
  writes.forEach((write, i) => {
    const outcome = outcomes[i] ?? { failed: 'no outcome', transient: true }
    if (outcome === 'written' || outcome === 'exists') return
    if (outcome === 'missing' && write.kind === 'merge') return void again.push(...orphans(write, now))
    const reason = outcome === 'missing' ? 'missing' : outcome.failed
    if (outcome !== 'missing' && outcome.transient) throw new Error(`A write was not done: ${reason}`)
    reasons.push(`${write.kind === 'merge' ? `messages/${write.messageId}` : write.path}: ${reason}`)
  })
  return { writes: again, reasons }
}

/** Statuses that name a message we do not have (any more): kept one by one, not errors. */
const orphans = ({ messageId, entries }: StatusMerge, now: Date): IntakeWrite[] =>
  entries.map(({ raw, attempt }) =>
    inboxDocument(
      { kind: 'status', field: 'messages', wabaId: '', phoneNumberId: '', item: raw, messageId, attempt },
      now,
    ),
  )

async function writeLeftovers(writes: readonly IntakeWrite[], { writeAll }: ReceiveNeeds): Promise<void> {
  if (writes.length === 0) return
  const failed = (await writeAll(writes)).find((outcome) => typeof outcome === 'object')
  if (failed) throw new Error(`Neither the items nor the bytes could be kept: ${failed.failed}`)
}
