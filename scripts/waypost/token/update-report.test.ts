import { describe, expect, it } from 'vitest'
import { reportLines, reportOf, type StepReport } from './update-report.ts'

const done = (step: StepReport['step'], note = 'Fine.'): StepReport => ({ step, state: 'done', note })
const all = (['check', 'store', 'deploy', 'verify', 'resume', 'disable'] as const).map((step) => done(step))

describe('the report of a token update', () => {
  it('is ok when every step is done or skipped', () => {
    expect(reportOf(all).ok).toBe(true)
    expect(reportOf(all.with(4, { step: 'resume', state: 'skipped', note: 'No hold.' })).ok).toBe(true)
  })

  it('lists steps that were not reached, in order', () => {
    const failed: StepReport = { step: 'store', state: 'failed', note: 'Denied.', todo: 'Ask an owner.' }
    const { ok, steps } = reportOf([done('check'), failed])
    expect(ok).toBe(false)
    expect(steps.map(({ step, state }) => [step, state])).toEqual([
      ['check', 'done'],
      ['store', 'failed'],
      ['deploy', 'not-done'],
      ['verify', 'not-done'],
      ['resume', 'not-done'],
      ['disable', 'not-done'],
    ])
  })

  it('ends with what to do', () => {
    const failed: StepReport = {
      step: 'check',
      state: 'failed',
      note: 'Invalid.',
      todo: 'Create a new token.',
    }
    expect(reportLines(reportOf([failed])).at(-1)).toBe('What to do: Create a new token.')
    expect(reportLines(reportOf(all)).at(-1)).toBe('The new token is in place.')
  })

  it('indents the further lines of a note below its first', () => {
    const [line = ''] = reportLines(reportOf([done('check', 'One.\nTwo.')]))
    const [first = '', second = ''] = line.split('\n')
    expect(second.indexOf('Two.')).toBe(first.indexOf('One.'))
  })
})
