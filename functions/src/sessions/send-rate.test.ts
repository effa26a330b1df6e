import { expect, it } from 'vitest'
import { sendRate } from './send-rate.ts'
import type { AccountSignals } from './session.ts'

const at = new Date('2026-03-01T12:00:00Z')
const reported = (value: string) => ({ value, at })

it.each<[string, AccountSignals | undefined, number, number]>([
  ['as configured while Meta reported nothing', undefined, 20, 20],
  ['as configured while the number may do more', { throughput: reported('80') }, 20, 20],
  ['no faster than Meta allows', { throughput: reported('80') }, 200, 80],
  ['faster after an upgrade', { throughput: reported('1000') }, 200, 200],
  ['half as fast while the quality is low', { quality: reported('low') }, 20, 10],
  ['half of what is allowed, too', { quality: reported('low'), throughput: reported('80') }, 200, 40],
  ['as before when the quality is good again', { quality: reported('good') }, 20, 20],
  ['as configured when the word means nothing', { throughput: reported('fast') }, 20, 20],
])('sends %s', (_what, signals, most, expected) => {
  expect(sendRate(signals ? { standing: signals } : {}, most)).toBe(expected)
})
