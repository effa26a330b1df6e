import { randomUUID } from 'node:crypto'
import { FieldValue, type DocumentSnapshot, type Firestore, type Transaction } from 'firebase-admin/firestore'
import { wamidKey } from '../graph/wamid-key.ts'
import { ifUnchangedSince, isPreconditionFailed } from '../kernel/documents.firestore.ts'
import type { StoredMessage } from './message.ts'
import type { Sending } from './send-state.ts'
import type { PrepareMessageEvent } from './message-event.ts'
import type { PostponedMessage, SendingChange } from './message-store.ts'
import { encodeProgress, isProgressStatus, reachedStatuses } from './progress.ts'
import type { MetaEntry } from './timeline.ts'
import { outboxStatus } from './outbox-status.ts'
import { readStoredMessage, storedContent } from './stored-message.firestore.ts'

export const parseStored = (document: DocumentSnapshot): StoredMessage => ({
  ...readStoredMessage(document),
  version: document.updateTime,
})

/** Builds the event of a message after a change; null: no endpoint subscribes to it. */
export type EventOfChange = Awaited<ReturnType<PrepareMessageEvent>>

/** The writes of a settlement, in one commit: the change, its event, the outbox document of the message. */
export interface SettleWrite {
  readonly change: SendingChange
  readonly event: EventOfChange
}

/**
 * One write with the version that was read as its precondition. Null: the document changed since.
 * @param updatesOutbox whether the same commit updates the outbox document; null also when that was deleted
 */
export async function writeIfUnchanged(
  db: Firestore,
  message: StoredMessage,
  { change, event, updatesOutbox }: SettleWrite & { readonly updatesOutbox: boolean },
): Promise<StoredMessage | null> {
  const reference = db.collection('messages').doc(message.id)
  const writer = randomUUID()
  const after = changed(message, change)
  const batch = db.batch().update(reference, { ...fields(change), writer }, ifUnchangedSince(message.version))
  const path = updatesOutbox ? exclusiveOutboxPath(message) : null
  if (path !== null) batch.update(db.doc(path), { delivery: outboxStatus(after, change.entry.at) })
  const published = event?.(after, change.entry.at)
  if (published) batch.set(db.doc(published.path), published.fields)
  try {
    const [written] = await batch.commit()
    return { ...after, version: written?.writeTime }
  } catch (error) {
    if (!isPreconditionFailed(error)) throw error
    const document = await reference.get()
    return document.get('writer') === writer ? parseStored(document) : null
  }
}

/** Many writes in few requests; each succeeds or fails alone. */
export async function postponeIfUnchanged(
  db: Firestore,
  postponed: readonly PostponedMessage[],
): Promise<boolean[]> {
  const writer = db.bulkWriter({ throttling: false })
  const written = postponed.map(async ({ message: { id, version }, wakeAt }) => {
    const unchanged = ifUnchangedSince(version)
    try {
      await writer.update(db.collection('messages').doc(id), { wakeAt }, unchanged)
      return true
    } catch (error) {
      if (isPreconditionFailed(error)) return false
      throw error
    }
  })
  const [, ...moved] = await Promise.all([writer.close(), ...written])
  return moved
}

/** Removes the mark of what follows. False: the message was written since it was read. */
export async function endFollowUpIfUnchanged(
  db: Firestore,
  { id, version, followUp }: StoredMessage,
): Promise<boolean> {
  const unchanged = ifUnchangedSince(version)
  const done = { wakeAt: followUp?.wakeAt ?? FieldValue.delete(), followUp: FieldValue.delete() }
  try {
    await db.collection('messages').doc(id).update(done, unchanged)
    return true
  } catch (error) {
    if (isPreconditionFailed(error)) return false
    throw error
  }
}

/** Settles although a status or another worker wrote meanwhile; only a newer attempt prevents it. */
export async function settleIfLatestAttempt(
  db: Firestore,
  claimed: StoredMessage,
  { change, event, from }: SettleWrite & { readonly from: readonly Sending[] },
): Promise<StoredMessage | null> {
  const reference = db.collection('messages').doc(claimed.id)
  const writer = randomUUID()
  return db.runTransaction(async (transaction) => {
    const document = await transaction.get(reference)
    if (!document.exists) return null
    const current = parseStored(document)
    if (document.get('writer') === writer) return current
    if (current.attempt === claimed.attempt && from.includes(current.sending)) {
      const after = changed(current, change)
      await updateOutboxWithin(transaction, after, { db, at: change.entry.at })
      transaction.update(reference, { ...fields(change), writer })
      const published = event?.(after, change.entry.at)
      if (published) transaction.set(db.doc(published.path), published.fields)
      return after
    }
    const late = {
      ...change.entry,
      note: `${lateReason(current, claimed)} ${change.entry.note ?? ''}`.trim(),
    }
    transaction.update(reference, { timeline: FieldValue.arrayUnion(late) })
    return null
  })
}

/** Adds a status to the timeline and raises progress. The document may be deleted. */
export const addMetaStatus = (db: Firestore, id: string, entry: MetaEntry): Promise<void> =>
  db.runTransaction(async (transaction) => {
    const document = await transaction.get(db.collection('messages').doc(id))
    if (!document.exists) return
    const { progress } = readStoredMessage(document)
    const { status, attempt } = entry
    const reached = Number(document.get('reached') ?? 0)
    transaction.update(document.ref, {
      timeline: FieldValue.arrayUnion(entry),
      ...(isProgressStatus(status) && {
        progress: Math.max(progress, encodeProgress(attempt, status)),
        reached: Math.max(reached, reachedStatuses([entry])),
      }),
    })
  })

const lateReason = ({ attempt, sending }: StoredMessage, claimed: StoredMessage): string =>
  attempt === claimed.attempt
    ? `Late: the message was ${sending} by then.`
    : `Late: attempt ${String(attempt)} had begun.`

async function updateOutboxWithin(
  transaction: Transaction,
  message: StoredMessage,
  { db, at }: { db: Firestore; at: Date },
): Promise<void> {
  const path = exclusiveOutboxPath(message)
  if (path === null) return
  const document = await transaction.get(db.doc(path))
  if (document.exists) transaction.update(document.ref, { delivery: outboxStatus(message, at) })
}

/** Path of the outbox document, if this message is its only one: its state follows from this message. */
const exclusiveOutboxPath = ({ outbox }: StoredMessage): string | null =>
  outbox?.recipients === 1 ? outbox.path : null

const fields = ({
  wakeAt,
  error,
  heldBy,
  followUp,
  entry,
  fallbackContent,
  ...change
}: SendingChange): Record<string, unknown> => ({
  ...change,
  ...(fallbackContent && storedContent(fallbackContent)),
  ...(change.wamid !== undefined && { wamidKey: wamidKey(change.wamid) }),
  wakeAt: wakeAt ?? FieldValue.delete(),
  error: error ?? FieldValue.delete(),
  heldBy: heldBy ?? FieldValue.delete(),
  followUp: followUp ?? FieldValue.delete(),
  timeline: FieldValue.arrayUnion(entry),
})

function changed(
  message: StoredMessage,
  { wakeAt, error, heldBy, followUp, entry, fallbackContent, ...change }: SendingChange,
): StoredMessage {
  const { wakeAt: _wakeAt, error: _error, heldBy: _heldBy, followUp: _followUp, ...kept } = message
  return {
    ...kept,
    ...change,
    ...fallbackContent,
    ...(wakeAt && { wakeAt }),
    ...(error && { error }),
    ...(heldBy && { heldBy }),
    ...(followUp && { followUp }),
    timeline: [...message.timeline, entry],
  }
}
