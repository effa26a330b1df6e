import { expect, it } from 'vitest'
import { toPart } from '../graph/json-part.ts'
import { defaultSettings } from '../settings.ts'
import { changedSettings } from './read-settings.ts'

const current = defaultSettings(200)
const change = (request: object) => changedSettings(current, toPart(request, ''))

it('changes nothing for an empty request', () => {
  expect(change({})).toEqual(current)
})

it.each([
  { windows: 'enforce' },
  { identity: 'username_only' },
  { webhookVersion: 'v23' },
  { statusDelayMs: 0 },
  { pairLimit: false },
  { allowList: ['+16505551234'] },
  { allowList: null },
  { messagesPerSecond: null },
  { managementCallsPerHour: 200 },
])('changes %j alone', (request) => {
  expect(change(request)).toEqual({ ...current, ...request })
})

it('changes one member of the delivery settings alone', () => {
  const { delivery } = change({ delivery: { batch: 1000, reorder: 'shuffle' } })
  expect(delivery).toEqual({ ...current.delivery, batch: 1000, reorder: 'shuffle' })
})

it.each([
  { windows: 'closed' },
  { messagesPerSecond: 0 },
  { allowList: '+16505551234' },
  { allowList: [1] },
  { pairLimit: 'no' },
  { delivery: { batch: 1001 } },
  { delivery: { bach: 2 } },
  { identities: 'phone' },
])('refuses %j and leaves the settings as they are', (request) => {
  const before = structuredClone(current)
  expect(() => change(request)).toThrow()
  expect(current).toEqual(before)
})
