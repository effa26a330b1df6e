import type { KernelServices } from '../kernel/kernel-services.ts'
import type { SessionServices } from '../sessions/session-services.ts'
import { invalidField, type StatsAnswer, type StatsQuery } from '@waypost/contract'
import { ownerOf, type Caller } from '../http/caller.ts'
import { reachesInstallation, reachesMode, reachesSession } from '../http/caller-reach.ts'
import { after } from '../kernel/clock.ts'
import { cachedLookup } from '../kernel/cached-lookup.ts'
import { ownedSessions } from '../sessions/resolve-session.ts'
import type { Session } from '../sessions/session.ts'
import { countDay, daysBefore } from './count-stats.ts'
import { dayOf } from '../messages/message-media.ts'
import type { StatsCell } from './stats-cell.ts'
import type { CountedDay, StatsStore } from './stats-store.ts'
import { statsView } from './stats-view.ts'

export interface ReadStatsNeeds extends Pick<KernelServices & SessionServices, 'sessions' | 'clock'> {
  stats: Pick<StatsStore, 'messagesOfDay' | 'listDays'>
}

/** Messages counted within a request, for each day that is not stored yet. */
const MAX_MESSAGES = 10_000
/** How long such a count is cached. */
const CACHE_SECONDS = 300
const MAX_DAYS = 92
const DEFAULT_DAYS = 7
/** Days that may be over and not counted yet, today included. */
const MAYBE_UNCOUNTED = 3

interface FreshDay extends CountedDay {
  readonly isPartial: boolean
  readonly countedAt: Date
}

/** Reads the counts; days that are not over are counted on request. */
export function readStats({ stats, sessions, clock }: ReadStatsNeeds) {
  const fresh = cachedLookup(
    async (day: string): Promise<FreshDay> => {
      const countedAt = clock.now()
      const { cells, messages } = await countDay(day, MAX_MESSAGES, stats)
      return { day, cells, isPartial: messages >= MAX_MESSAGES, countedAt }
    },
    { seconds: CACHE_SECONDS, clock },
  )
  /** @throws WaypostError `INVALID_REQUEST` for days in the wrong order or too many */
  return async (query: StatsQuery, caller: Caller): Promise<StatsAnswer> => {
    const now = clock.now()
    const { since, until } = rangeOf(query, now)
    const kept = await stats.listDays(since, until)
    const uncounted = recentDays(now).filter(
      (day) => day >= since && day <= until && !kept.some((known) => known.day === day),
    )
    const counted = await Promise.all(uncounted.map(fresh))
    const isSeen = visibleTo(caller, ownedSessions(caller, await sessions()))
    const cells = [...kept, ...counted]
      .toSorted((a, b) => (a.day < b.day ? -1 : 1))
      .flatMap(({ day, cells }) => cells.filter(isSeen).map((cell) => ({ ...cell, day })))
      .filter(asked(query, caller))
    return {
      since,
      until,
      ...statsView(cells, query.groupBy),
      provisional: uncounted.toSorted(),
      partial: counted.filter(({ isPartial }) => isPartial).map(({ day }) => day),
      countedAt: oldest(counted, now).toISOString(),
    }
  }
}

/** @throws WaypostError `INVALID_REQUEST` */
function rangeOf(query: StatsQuery, now: Date): { since: string; until: string } {
  const until = query.until ?? dayOf(now)
  const last = new Date(`${until}T00:00:00Z`)
  const since = query.since ?? daysBefore(last, DEFAULT_DAYS - 1)
  if (since > until) throw invalidField('/since', 'must not be later than until')
  if (since < daysBefore(last, MAX_DAYS - 1))
    throw invalidField('/since', `must be at most ${String(MAX_DAYS)} days before until`)
  return { since, until }
}

const recentDays = (now: Date): string[] =>
  Array.from({ length: MAYBE_UNCOUNTED }, (_, back) => daysBefore(now, back))

/** What it sent, and all of the sessions that are its own. */
function visibleTo(caller: Caller, owned: readonly Session[]): (cell: StatsCell) => boolean {
  if (reachesInstallation(caller)) return () => true
  const [owner, sessions] = [ownerOf(caller), new Set(owned.map(({ id }) => id))]
  return (cell) =>
    reachesSession(caller, cell.session) &&
    reachesMode(caller, cell.mode ?? undefined) &&
    (cell.owner === owner || sessions.has(cell.session))
}

function asked(query: StatsQuery, caller: Caller): (cell: StatsCell) => boolean {
  const mode = query.mode ?? (caller.kind === 'key' ? caller.mode : 'live')
  return (cell) =>
    (cell.mode === null || cell.mode === mode) &&
    (query.session === undefined || cell.session === query.session)
}

const oldest = (counted: readonly FreshDay[], now: Date): Date =>
  counted.reduce((first, { countedAt }) => (countedAt < first ? countedAt : first), after(now, 0))
