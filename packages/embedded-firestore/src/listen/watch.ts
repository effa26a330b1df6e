import { toProtocol } from '../engine/document.ts'
import { viewAt, viewNow } from '../engine/history.ts'
import { fromMicros, toMicros } from '../values/timestamp.ts'
import type { CommitClock } from '../engine/commit-clock.ts'
import type { StoredDocument } from '../engine/document.ts'
import type { Micros } from '../values/timestamp.ts'
import type { Target, TargetRequest } from './target.ts'

/** What was shown of a target so far. */
export interface Watch {
  readonly target: Target
  shown: ReadonlyMap<string, StoredDocument>
  once: boolean
}

/** A message to the listener. */
export type ListenResponse = object

const tokenOf = (time: Micros) => Buffer.from(String(time))
const byPath = (documents: readonly StoredDocument[]) => new Map(documents.map((one) => [one.path, one]))

/** Tells a listener that it has seen everything up to a time: the moment at which clients show a snapshot. */
export const upToDate = (time: Micros): ListenResponse => ({
  targetChange: {
    targetChangeType: 'NO_CHANGE',
    targetIds: [],
    readTime: fromMicros(time),
    resumeToken: tokenOf(time),
  },
})

/** What a listener saw at the time of its resume token; undefined when that is too long ago to tell. */
function seenBefore(
  target: Target,
  request: TargetRequest,
  clock: CommitClock,
): readonly StoredDocument[] | undefined {
  const time = request.resumeToken?.length
    ? Number(request.resumeToken.toString())
    : request.readTime && toMicros(request.readTime)
  if (time === undefined) return []
  try {
    return target.find(viewAt(target.database, time, clock.read()))
  } catch {
    // Too old, or a token of another server: the listener gets everything again.
    return undefined
  }
}

/** The difference between what was shown and what is there now, in messages; remembers what is shown now. */
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

/** Begins a watch: the target is acknowledged, shown (only what is new, when it is resumed), and declared current. */
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
