import { expect, it } from 'vitest'
import { createClosers } from './closers.ts'

it('closes what was opened last first, and goes on after a failure', async () => {
  const order: string[] = []
  const lines: string[] = []
  const closers = createClosers((line) => lines.push(line))
  closers.add(() => void order.push('first'))
  closers.add(() => {
    throw new Error('stuck')
  })
  closers.add(() => void order.push('last'))
  await closers.closeAll()
  expect(order).toEqual(['last', 'first'])
  expect(lines).toEqual(['While stopping: stuck'])
})

it('closes at once what comes after the end', async () => {
  const closers = createClosers(() => undefined)
  await closers.closeAll()
  let closed = false
  closers.add(() => void (closed = true))
  expect(closed).toBe(true)
})
