import { expect, it } from 'vitest'
import { FirestoreError } from '../protocol/status.ts'
import { createFailureInjector } from './failure-injector.ts'
import { createUsageMeter } from './usage-meter.ts'

const commit = { rpc: 'Commit', collections: ['messages', 'events'] }

it('fails a matching call as often as ordered', () => {
  const failures = createFailureInjector()
  failures.add({ rpc: 'Commit', code: 'UNAVAILABLE', times: 2 })
  expect(() => failures.consume(commit, 'before')).toThrow(FirestoreError)
  expect(() => failures.consume(commit, 'before')).toThrow('Commit fails because a test ordered it')
  failures.consume(commit, 'before')
})

it.each([
  [{ rpc: 'Rollback', collections: [] }, 'before'],
  [{ rpc: 'Commit', collections: ['other'] }, 'before'],
  [commit, 'after'],
] as const)('lets %j pass at stage %s', (call, stage) => {
  const failures = createFailureInjector()
  failures.add({ rpc: 'Commit', code: 13, collection: 'messages' })
  failures.consume(call, stage)
  expect(() => failures.consume(commit, 'before')).toThrow()
})

it('serves failures in the order they were added, and forgets them on clear', () => {
  const failures = createFailureInjector()
  failures.add({ rpc: 'Commit', code: 'ABORTED' })
  failures.add({ rpc: 'Commit', code: 'INTERNAL' })
  const statuses = [1, 2].map(() => {
    try {
      failures.consume(commit, 'before')
    } catch (error) {
      return (error as FirestoreError).status
    }
    return 'none'
  })
  expect(statuses).toEqual(['ABORTED', 'INTERNAL'])
  failures.add({ rpc: 'Commit', code: 'ABORTED' })
  failures.clear()
  failures.consume(commit, 'before')
})

it('refuses a status that does not exist', () => {
  expect(() => createFailureInjector().add({ rpc: 'Commit', code: 'OOPS' })).toThrow('no gRPC status')
})

it.each([
  [{ rpc: 'Commit', code: 'ABORTED', unit: 'write' }, 'succeed or fail together'],
  [{ rpc: 'BatchWrite', code: 'ABORTED', document: 'c/1' }, 'with unit "write" only'],
] as const)('refuses the order %j', (order, words) => {
  expect(() => createFailureInjector().add(order)).toThrow(words)
})

it('keeps failures of writes from calls, and the other way round', () => {
  const failures = createFailureInjector()
  const write = { rpc: 'BatchWrite', collections: ['messages'], document: 'messages/1' }
  const call = { rpc: 'BatchWrite', collections: ['messages'] }
  failures.add({ rpc: 'BatchWrite', code: 'ABORTED', unit: 'write' })
  failures.consume(call, 'before')
  expect(() => failures.consume(write, 'before')).toThrow(FirestoreError)
  failures.add({ rpc: 'BatchWrite', code: 'ABORTED' })
  failures.consume(write, 'before')
  expect(() => failures.consume(call, 'before')).toThrow(FirestoreError)
})

it('counts operations in total and by collection', () => {
  const meter = createUsageMeter()
  meter.bill('reads', 'messages', 3)
  meter.bill('reads', 'events', 1)
  meter.bill('deletes', 'events', 2)
  meter.countCall('RunQuery')
  meter.countCall('RunQuery')
  meter.event('dropped')
  expect(meter.counts()).toEqual({
    reads: 4,
    writes: 0,
    deletes: 2,
    collections: {
      messages: { reads: 3, writes: 0, deletes: 0 },
      events: { reads: 1, writes: 0, deletes: 2 },
    },
    rpcs: { RunQuery: 2 },
    events: { delivered: 0, failedAttempts: 0, dropped: 1 },
  })
})

it('hands out a copy, and starts at zero after a reset', () => {
  const meter = createUsageMeter()
  meter.bill('writes', 'c', 1)
  const before = meter.counts()
  meter.reset()
  expect(before.writes).toBe(1)
  expect(meter.counts()).toMatchObject({ writes: 0, collections: {}, rpcs: {} })
})
