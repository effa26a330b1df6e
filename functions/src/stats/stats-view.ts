import { statsGroups, type StatsAnswer, type StatsGroup } from '@waypost/contract'
import type { StatsCell } from './stats-cell.ts'

type Row = StatsAnswer['data'][number]
type Counts = StatsAnswer['total']
type DayCell = StatsCell & { readonly day: string }

/** Totals, and a row for each value of the dimensions. */
export function statsView(cells: readonly DayCell[], groupBy: string): Pick<StatsAnswer, 'data' | 'total'> {
  const groups = statsGroups.filter((group) => groupBy.split(',').includes(group))
  const rows = Map.groupBy(cells, (cell) => JSON.stringify(groups.map((group) => cell[group])))
  return {
    data: [...rows]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, ofRow]) => ({ ...labelsOf(ofRow[0], groups), ...added(ofRow) })),
    total: added(cells),
  }
}

const labelsOf = (cell: DayCell | undefined, groups: readonly StatsGroup[]): Partial<Row> =>
  Object.fromEntries(groups.map((group) => [group, cell?.[group] ?? null]))

function added(cells: readonly StatsCell[]): Counts {
  const statuses: Counts['statuses'] = {}
  const pricing = new Map<string, Counts['pricing'][number]>()
  let [outbound, inbound] = [0, 0]
  for (const { status, pricing: price, count } of cells) {
    if (status === 'received') inbound += count
    else {
      outbound += count
      statuses[status] = (statuses[status] ?? 0) + count
    }
    if (!price) continue
    const key = JSON.stringify([price.category, price.type, price.billable])
    pricing.set(key, { ...price, count: (pricing.get(key)?.count ?? 0) + count })
  }
  return {
    outbound,
    inbound,
    statuses,
    pricing: [...pricing].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, priced]) => priced),
  }
}
