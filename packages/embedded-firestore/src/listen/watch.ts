import { toProtocol } from '../engine/document.ts'
import { viewAt, viewNow } from '../engine/history.ts'
import { fromMicros, toMicros } from '../values/timestamp.ts'
import type { CommitClock } from '../engine/commit-clock.ts'
import type { StoredDocument } from '../engine/document.ts'
import type { Micros } from '../values/timestamp.ts'
import type { Target, TargetRequest } from './target.ts'

/** The documents of a target sent so far. */
export interface Watch {
  readonly target: Target
  shown: ReadonlyMap<string, StoredDocument>
  once: boolean
}

/** A message to the listener. */
export type ListenResponse = object

const tokenOf = (time: Micros) => Buffer.from(String(time))
const byPath = (documents: readonly StoredDocument[]) => new Map(documents.map((one) => [one.path, one]))

/** Marks a listener as up to date at a time; clients then publish a snapshot. */
export const upToDate = (time: Micros): ListenResponse => ({
  targetChange: {
    targetChangeType: 'NO_CHANGE',
    targetIds: [],
    readTime: fromMicros(time),
    resumeToken: tokenOf(time),
  },
})

/** The snapshot at a resume token; undefined when it is too old or not a token of this server. */
function seenBefore(
  target: Target,
  request: TargetRequest,
  clock: CommitClock,
): readonly StoredDocument[] | undefined {
  const time = request.resumeToken?.length
    ? Number(request.resumeToken.toString())
    : request.readTime && toMicros(request.readTime)
  if (time === undefined) return []
  if (Number.isNaN(time)) return undefined
  try {
    return target.find(viewAt(target.database, time, clock.read()))
  } catch {
    // Too old: send everything again.
    return undefined
  }
}

/** Messages for the changes since the last snapshot; updates the snapshot. */
export function difference(watch: Watch, time: Micros): ListenResponse[] {
  const { target, shown } = watch
  const now = byPath(target.find(viewNow(target.database)))
  const targetIds = [target.id]
  const changed = [...now.values()]
    .filter((document) => shown.get(document.path) !== document)
    .map((document) => ({ documentChange: { document: toProtocol(document), targetIds } }))
  const gone = [...shown.values()]
    .filter(({ path }) => !now.has(path))
    .map(({ name, path }) => {
      const removal = { document: name, removedTargetIds: targetIds, readTime: fromMicros(time) }
      return viewNow(target.database).find(path) ? { documentRemove: removal } : { documentDelete: removal }
    })
  watch.shown = now
  return [...changed, ...gone]
}

/** Starts a watch: acknowledges the target, sends its documents (after a resume only the changes), and marks it current. */
export function beginWatch(
  target: Target,
  request: TargetRequest,
  clock: CommitClock,
): { watch: Watch; responses: ListenResponse[]; documents: number } {
  const seen = seenBefore(target, request, clock)
  const watch: Watch = { target, shown: byPath(seen ?? []), once: request.once ?? false }
  const time = clock.read()
  const targetIds = [target.id]
  const differences = difference(watch, time)
  const current = {
    targetChangeType: 'CURRENT',
    targetIds,
    readTime: fromMicros(time),
    resumeToken: tokenOf(time),
  }
  const responses = [
    { targetChange: { targetChangeType: 'ADD', targetIds } },
    ...(seen ? [] : [{ targetChange: { targetChangeType: 'RESET', targetIds } }]),
    ...differences,
    { targetChange: current },
    upToDate(time),
  ]
  return { watch, responses, documents: differences.length }
}
