import { expect, it } from 'vitest'
import { createInvocations } from './invocations.ts'

it('counts runs by function and those that have not ended', () => {
  const invocations = createInvocations()
  const endFirst = invocations.begin('api')
  invocations.begin('api')
  invocations.begin('work')
  expect(invocations.counts()).toEqual({ api: 2, work: 1 })
  expect(invocations.running()).toBe(3)
  endFirst()
  expect(invocations.running()).toBe(2)
})

it('ends a run once, however often its end is reported', () => {
  const invocations = createInvocations()
  const end = invocations.begin('api')
  end()
  end()
  expect(invocations.running()).toBe(0)
})

it('resets the counts and still knows what runs', () => {
  const invocations = createInvocations()
  const end = invocations.begin('api')
  invocations.reset()
  expect(invocations.counts()).toEqual({})
  expect(invocations.running()).toBe(1)
  end()
  expect(invocations.running()).toBe(0)
})

it('hands out a copy of the counts', () => {
  const invocations = createInvocations()
  const before = invocations.counts()
  invocations.begin('api')
  expect(before).toEqual({})
})
