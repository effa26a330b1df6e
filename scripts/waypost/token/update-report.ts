import type { UpdateStep } from './update-token.ts'

/** The result of one step. */
export interface StepReport {
  readonly step: UpdateStep['id']
  readonly state: 'done' | 'skipped' | 'failed' | 'not-done'
  readonly note: string
  /** What to do; set for a failed step. */
  readonly todo?: string
}

export interface UpdateReport {
  readonly ok: boolean
  readonly steps: readonly StepReport[]
}

const order: readonly UpdateStep['id'][] = ['check', 'store', 'deploy', 'verify', 'resume', 'disable']

/** The result of all steps. */
export function reportOf(reports: readonly StepReport[]): UpdateReport {
  const steps = order.map(
    (step): StepReport =>
      reports.find((report) => report.step === step) ?? {
        step,
        state: 'not-done',
        note: 'Not done: an earlier step failed.',
      },
  )
  return { ok: steps.every(({ state }) => state === 'done' || state === 'skipped'), steps }
}

/** The report as text. */
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
