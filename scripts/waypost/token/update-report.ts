import type { UpdateStep } from './update-token.ts'

/** What became of one step. */
export interface StepReport {
  readonly step: UpdateStep['id']
  readonly state: 'done' | 'skipped' | 'failed' | 'not-done'
  readonly note: string
  /** What to do now; where a step failed. */
  readonly todo?: string
}

export interface UpdateReport {
  readonly ok: boolean
  readonly steps: readonly StepReport[]
}

const order: readonly UpdateStep['id'][] = ['check', 'store', 'deploy', 'verify', 'resume', 'disable']

/** What was done, what was not, and what to do. */
export function reportOf(reports: readonly StepReport[]): UpdateReport {
  const steps = order.map(
    (step): StepReport =>
      reports.find((report) => report.step === step) ?? {
        step,
        state: 'not-done',
        note: 'Not done, because a step before it failed.',
      },
  )
  return { ok: steps.every(({ state }) => state === 'done' || state === 'skipped'), steps }
}

/** The report for people. */
export const reportLines = ({ ok, steps }: UpdateReport): string[] => [
  ...steps.map(
    ({ step, state, note }) =>
      `${state.padEnd(9)} ${step.padEnd(8)} ${note.replaceAll('\n', '\n                   ')}`,
  ),
  '',
  ok
    ? 'The new token is in place.'
    : `What to do: ${steps.find(({ todo }) => todo !== undefined)?.todo ?? ''}`,
]
