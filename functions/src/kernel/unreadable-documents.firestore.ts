import {
  FieldValue,
  type DocumentSnapshot,
  type Firestore,
  type Query,
  type QueryDocumentSnapshot,
} from 'firebase-admin/firestore'
import type { Alert } from './alert.ts'
import type { Clock } from './clock.ts'
import { isPreconditionFailed } from './documents.firestore.ts'
import type { Log } from './log.ts'
import { asObject } from './untrusted-json.ts'

/** Sets a document aside that cannot be parsed. Idempotent; never throws. */
export type SetAside = (document: DocumentSnapshot, error: unknown) => Promise<void>

/** Reads a document; throws when it is not as expected. Pure. */
type Parse<T> = (document: QueryDocumentSnapshot) => T

/** For reads that do not alert: projections of documents, and transactions that repeat. */
export const skipUnreadable: SetAside = async () => undefined

/** Parses documents one by one, so that an unreadable one stops no other: it is set aside. */
export async function parseEach<Document extends DocumentSnapshot, T>(
  documents: readonly Document[],
  parse: (document: Document) => T,
  setAside: SetAside = skipUnreadable,
): Promise<T[]> {
  const parsed: T[] = []
  for (const document of documents)
    try {
      parsed.push(parse(document))
    } catch (error) {
      await setAside(document, error)
    }
  return parsed
}

/** The first `limit` readable documents of a query, so that a page with an unreadable one is not a short page. */
export async function parsePage<T>(
  query: Query,
  limit: number,
  { parse, setAside }: { parse: Parse<T>; setAside: SetAside | undefined },
): Promise<T[]> {
  const parsed: T[] = []
  let rest = query
  for (;;) {
    const wanted = limit - parsed.length
    const { docs } = await rest.limit(wanted).get()
    parsed.push(...(await parseEach(docs, parse, setAside)))
    const last = docs.at(-1)
    if (!last || docs.length < wanted || parsed.length >= limit) return parsed
    rest = query.startAfter(last)
  }
}

/**
 * Parses one document.
 * @throws the error of `parse`, after the document was set aside
 */
export async function parseOrSetAside<Document extends DocumentSnapshot, T>(
  document: Document,
  parse: (document: Document) => T,
  setAside: SetAside = skipUnreadable,
): Promise<T> {
  try {
    return parse(document)
  } catch (error) {
    await setAside(document, error)
    throw error
  }
}

/** Fields by which a document is found when something is due. Its mark keeps them until it is readable again. */
const NEXT_ACTION_FIELDS = ['wakeAt', 'heldBy', 'lane']
const MAX_REASON_CHARACTERS = 1_000

/**
 * Marks a document in its field `unreadable` and takes its next action away, so that no sweep finds it again. One
 * alert names its path. A marked document is not touched.
 */
export const setAsideUnreadable =
  ({ alert, clock, log }: { alert: Alert; clock: Clock; log: Log }): SetAside =>
  async (document, error) => {
    const { updateTime } = document
    const { path } = document.ref
    if (!updateTime || document.get('unreadable') !== undefined) return
    const reason = String(error).slice(0, MAX_REASON_CHARACTERS)
    const fields = document.data() ?? {}
    const due = NEXT_ACTION_FIELDS.filter((field) => fields[field] !== undefined)
    const nextAction = Object.fromEntries(due.map((field): [string, unknown] => [field, fields[field]]))
    try {
      // Alerted first: its id follows from the version, so a repetition after a crash is the same alert.
      await alert({
        event: 'document.unreadable',
        about: path,
        message: `The document ${path} cannot be read and was set aside. Deploy the release that wrote it, or repair it: it then resumes within an hour. ${reason}`,
        at: updateTime.toDate(),
      })
      await document.ref.update(
        {
          ...Object.fromEntries(due.map((field) => [field, FieldValue.delete()])),
          unreadable: { at: clock.now(), reason, nextAction },
        },
        { lastUpdateTime: updateTime },
      )
    } catch (failure) {
      // Written meanwhile: its next reader decides.
      if (!isPreconditionFailed(failure)) log.error('document.not_set_aside', { path }, failure)
    }
  }

const PAGE = 100

/** Gives documents that are readable again their next action back: after an upgrade, or a repair. */
export async function restoreReadable(
  db: Firestore,
  parsers: Readonly<Record<string, Parse<unknown>>>,
  log: Pick<Log, 'info'>,
): Promise<void> {
  for (const [collection, parse] of Object.entries(parsers)) {
    const marked = db.collection(collection).orderBy('unreadable.at')
    for (let last: QueryDocumentSnapshot | undefined, isMore = true; isMore;) {
      const { docs } = await (last ? marked.startAfter(last) : marked).limit(PAGE).get()
      for (const document of await parseEach(docs, (one) => (parse(one), one))) await restore(document, log)
      last = docs.at(-1)
      isMore = docs.length === PAGE
    }
  }
}

async function restore(document: QueryDocumentSnapshot, log: Pick<Log, 'info'>): Promise<void> {
  const nextAction: unknown = document.get('unreadable.nextAction')
  try {
    await document.ref.update(
      { ...asObject(nextAction), unreadable: FieldValue.delete() },
      { lastUpdateTime: document.updateTime },
    )
    log.info('document.restored', { path: document.ref.path })
  } catch (failure) {
    if (!isPreconditionFailed(failure)) throw failure
  }
}
