import { expect, it } from 'vitest'
import { after } from '../kernel/clock.ts'
import { failureAlert } from './failure-alert.ts'
import { intakeFailureAlerts } from './intake-failure-alerts.ts'

const start = new Date('2026-03-01T12:10:00Z')

it('asks for an alert once, when failures repeat', () => {
  const trouble = intakeFailureAlerts()
  const asked = [0, 1, 2, 3, 4, 5].map((minute) => trouble.count('not_stored', after(start, minute * 60)))
  expect(asked).toEqual([false, false, true, false, false, false])
})

it('does not add up failures that lie far apart', () => {
  const trouble = intakeFailureAlerts()
  const asked = [0, 1, 2, 3].map((time) => trouble.count('not_stored', after(start, time * 601)))
  expect(asked).toEqual([false, false, false, false])
})

it('counts each kind of trouble by itself', () => {
  const trouble = intakeFailureAlerts()
  for (let i = 0; i < 9; i++) expect(trouble.count('signature_invalid', start)).toBe(false)
  expect(trouble.count('not_stored', start)).toBe(false)
  expect(trouble.count('signature_invalid', start)).toBe(true)
})

it('is one alert for all instances of an hour', () => {
  expect(failureAlert('not_stored', start)).toEqual(failureAlert('not_stored', after(start, 2_000)))
  expect(failureAlert('not_stored', start).path).not.toBe(
    failureAlert('not_stored', after(start, 3_600)).path,
  )
})

it('owes an alert until it is stored', () => {
  const trouble = intakeFailureAlerts()
  for (let i = 0; i < 4; i++) trouble.count('not_stored', start)
  expect(trouble.pending()).toEqual([['not_stored', start]])
  trouble.markStored('not_stored')
  expect(trouble.pending()).toEqual([])
})
