import { expect, it } from 'vitest'
import type { EventDocument, NewEvent } from '../events/publish-event.ts'
import type { Endpoint } from './endpoint.ts'
import { createEventPublisher } from './event-publisher.ts'

const start = Date.parse('2026-03-01T12:00:00Z')
const endpoint: Endpoint = {
  id: 'ep_1',
  url: 'https://example.com',
  events: ['message.sent'],
  scope: 'session:ses_1',
  owner: 'acme',
  readers: [],
  enabled: true,
  ordered: false,
  secrets: [],
  createdAt: new Date(start),
}
const event: NewEvent = {
  type: 'message.sent',
  dedupeKey: ['msg_1', '1'],
  sessionId: 'ses_1',
  owner: 'acme',
  at: new Date(start),
  data: {},
}

/** Endpoints that are asked for, and whether the question fails. */
function world(found: Endpoint[] = [endpoint]) {
  const state = { asked: 0, fails: false, ms: start }
  const kept: EventDocument[] = []
  const keeping = createEventPublisher({
    endpoints: {
      inScopes: async () => {
        state.asked++
        if (state.fails) throw new Error('away')
        return found
      },
    },
    session: async () => undefined,
    addEvent: async (document) => void kept.push(document),
    clock: { now: () => new Date(state.ms) },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  })
  return { state, kept, keeping }
}

it('keeps an event for those who want it, under an id of its own', async () => {
  const { kept, keeping } = world()
  await keeping.publishEvent(event)
  await keeping.publishEvent(event)
  await keeping.publishEvent({ ...event, dedupeKey: ['msg_1', '2'] })
  expect(kept.map(({ fields }) => fields['endpointIds'])).toEqual([['ep_1'], ['ep_1'], ['ep_1']])
  expect(new Set(kept.map(({ path }) => path)).size).toBe(2)
})

it.each([
  ['another type', [endpoint], 'message.read'],
  ['a disabled endpoint', [{ ...endpoint, enabled: false }], 'message.sent'],
  ['no endpoint', [], 'message.sent'],
] as const)('keeps nothing for %s', async (_, found, type) => {
  const { kept, keeping } = world([...found])
  await keeping.publishEvent({ ...event, type })
  expect(kept).toEqual([])
})

it('asks once in half a minute, and at once when endpoints changed here', async () => {
  const { state, keeping } = world()
  await keeping.publishEvent(event)
  await keeping.publishEvent(event)
  expect(state.asked).toBe(1)
  keeping.invalidateSubscriptions()
  await keeping.publishEvent(event)
  state.ms += 31_000
  await keeping.publishEvent(event)
  expect(state.asked).toBe(3)
})

it('goes by what it knew last when it cannot ask, and fails when it knows nothing', async () => {
  const { state, kept, keeping } = world()
  await keeping.publishEvent(event)
  state.ms += 31_000
  state.fails = true
  await keeping.publishEvent(event)
  expect(kept).toHaveLength(2)
  await expect(keeping.publishEvent({ ...event, sessionId: 'ses_2' })).rejects.toThrow('away')
})
