import { expect, it } from 'vitest'
import { retryDelayMs } from './event-delivery.ts'
import { compileTrigger } from './trigger.ts'
import type { StoredDocument } from '../engine/document.ts'

it('waits twice as long after each attempt, ten seconds at most', () => {
  expect([1, 2, 3, 4, 8, 30].map(retryDelayMs)).toEqual([100, 200, 400, 800, 10_000, 10_000])
})

const trigger = (document: string, kind = 'created') =>
  compileTrigger({
    id: 't',
    eventType: `google.cloud.firestore.document.v1.${kind}`,
    project: 'p',
    document,
    retry: false,
    url: 'http://localhost/',
  })
const created = (path: string) => ({ path, before: undefined, after: { path } as StoredDocument })

it.each([
  ['outbox/{id}', 'outbox/a', true],
  ['outbox/{id}', 'outbox/a/b/c', false],
  ['outbox/a', 'outbox/a', true],
  ['outbox/a', 'outbox/b', false],
  ['{any}/{id}/sub/{sub}', 'x/1/sub/2', true],
  ['all/{rest=**}', 'all/a/b/c', true],
  ['a.b/{id}', 'axb/1', false],
])('a trigger on %s matches %s: %s', (document, path, matches) => {
  expect(trigger(document)(created(path))).toBe(matches)
})

it('accepts events with authentication context, and rejects other events', () => {
  expect(trigger('a/{id}', 'written.withAuthContext')(created('a/1'))).toBe(true)
  expect(() => trigger('a/{id}', 'finalized')).toThrow(/no document event/)
})
