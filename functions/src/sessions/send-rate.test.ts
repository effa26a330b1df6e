import { expect, it } from 'vitest'
import { sendRate } from './send-rate.ts'
import type { Standing } from './session.ts'

const at = new Date('2026-03-01T12:00:00Z')
const told = (value: string) => ({ value, at })

it.each<[string, Standing | undefined, number, number]>([
  ['as configured while Meta told nothing', undefined, 20, 20],
  ['as configured while the number may do more', { throughput: told('80') }, 20, 20],
  ['no faster than Meta allows', { throughput: told('80') }, 200, 80],
  ['faster after an upgrade', { throughput: told('1000') }, 200, 200],
  ['half as fast while the quality is low', { quality: told('low') }, 20, 10],
  ['half of what is allowed, too', { quality: told('low'), throughput: told('80') }, 200, 40],
  ['as before when the quality is good again', { quality: told('good') }, 20, 20],
  ['as configured when the word means nothing', { throughput: told('fast') }, 20, 20],
])('sends %s', (_what, standing, most, expected) => {
  expect(sendRate(standing ? { standing } : {}, most)).toBe(expected)
})
