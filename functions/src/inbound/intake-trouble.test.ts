import { expect, it } from 'vitest'
import { after } from '../kernel/clock.ts'
import { intakeTrouble, troubleAlert } from './intake-trouble.ts'

const start = new Date('2026-03-01T12:10:00Z')

it('asks for an alert once, when failures repeat', () => {
  const trouble = intakeTrouble()
  const asked = [0, 1, 2, 3, 4, 5].map((minute) => trouble.add('not_stored', after(start, minute * 60)))
  expect(asked).toEqual([false, false, true, false, false, false])
})

it('does not add up failures that lie far apart', () => {
  const trouble = intakeTrouble()
  const asked = [0, 1, 2, 3].map((time) => trouble.add('not_stored', after(start, time * 601)))
  expect(asked).toEqual([false, false, false, false])
})

it('counts each kind of trouble by itself', () => {
  const trouble = intakeTrouble()
  for (let i = 0; i < 9; i++) expect(trouble.add('signature_invalid', start)).toBe(false)
  expect(trouble.add('not_stored', start)).toBe(false)
  expect(trouble.add('signature_invalid', start)).toBe(true)
})

it('is one alert for all instances of an hour', () => {
  expect(troubleAlert('not_stored', start)).toEqual(troubleAlert('not_stored', after(start, 2_000)))
  expect(troubleAlert('not_stored', start).path).not.toBe(
    troubleAlert('not_stored', after(start, 3_600)).path,
  )
})

it('owes an alert until it is stored', () => {
  const trouble = intakeTrouble()
  for (let i = 0; i < 4; i++) trouble.add('not_stored', start)
  expect(trouble.owed()).toEqual([['not_stored', start]])
  trouble.told('not_stored')
  expect(trouble.owed()).toEqual([])
})
