import type { Ratio } from './paired-rounds.ts'

/** One line of the report. */
export interface Result {
  /** As in docs/explanation/performance.md. */
  readonly row: string
  readonly what: string
  readonly ratio: Ratio
  /** The ratio should not be above this; without one it is for information. */
  readonly goal?: number
}

/** Ratios move from run to run: only what is surely above the goal by this much is a failure. */
const SLACK = 1.15

export const isMissed = ({ ratio, goal = Infinity }: Result): boolean => ratio.low > goal * SLACK

/** A line for people: what, how much, how sure, what was wanted. */
export function lineOf(result: Result): string {
  const { row, what, ratio } = result
  const interval = `[${ratio.low.toFixed(2)}, ${ratio.high.toFixed(2)}]`
  return `${row}  ${what.padEnd(66)} ${ratio.median.toFixed(2).padStart(5)}  ${interval.padEnd(14)} ${verdictOf(result)}`
}

function verdictOf(result: Result): string {
  const { ratio, goal } = result
  if (goal === undefined) return ''
  const verdict = isMissed(result) ? 'MISSED' : ratio.median <= goal ? 'ok' : 'above, within the slack'
  return `goal ${goal.toFixed(2)}: ${verdict}`
}
