import { FieldValue, type DocumentReference, type Firestore } from 'firebase-admin/firestore'
import type { ProcessedItem } from '../erasure/erase-contact.ts'
import type { SessionNumber } from '../sessions/session-store.ts'
import { inboxDocument, type InboxItem } from '../intake/inbox-item.ts'

const kinds: Readonly<Record<ProcessedItem['kind'], readonly InboxItem['kind'][]>> = {
  message: ['message'],
  status: ['failure', 'progress', 'status'],
}

/**
 * Empties items of the inbox. Their documents stay, so that Meta's repeats are still refused; their ids follow from
 * what was in them.
 */
export const eraseInboxItems =
  (db: Firestore) =>
  async (items: readonly ProcessedItem[], numbers: readonly SessionNumber[]): Promise<number> => {
    const paths = numbers.flatMap((number) => items.flatMap((item) => inboxPaths(item, number)))
    const references = paths.map((path) => db.doc(path))
    if (references.length === 0) return 0
    const found = (await db.getAll(...(references as [DocumentReference]))).filter(({ exists }) => exists)
    if (found.length === 0) return 0
    const batch = db.batch()
    for (const { ref } of found)
      batch.update(ref, {
        item: '{}',
        contacts: FieldValue.delete(),
        state: 'done',
        because: 'It was erased.',
      })
    await batch.commit()
    return found.length
  }

const inboxPaths = ({ kind, raw: item }: ProcessedItem, { wabaId, phoneNumberId }: SessionNumber): string[] =>
  kinds[kind].map(
    (one) => inboxDocument({ kind: one, field: 'messages', wabaId, phoneNumberId, item }, new Date(0)).path,
  )
