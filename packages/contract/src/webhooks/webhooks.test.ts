/** Endpoints, deliveries and raw webhooks: what may be asked, and each limit at its edge. */
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { faultsIn, text, times } from '../../test/faults.ts'
import {
  ChangeEndpointRequest,
  CreateEndpointRequest,
  deliveryStates,
  DeliveryView,
  eventTypes,
  ListDeliveriesQuery,
  ListRawWebhooksQuery,
  parseRequest,
  ReplayRequest,
  RotateSecretRequest,
} from '../index.ts'

const since = '2027-01-31T18:00:00Z'
const timeFault = 'must be an ISO 8601 time with a zone, such as 2027-01-31T18:00:00Z'

const least: Record<string, [schema: z.ZodType, input: object]> = {
  'a new endpoint': [CreateEndpointRequest, { events: ['*'] }],
  'a change of an endpoint': [ChangeEndpointRequest, {}],
  'a rotation': [RotateSecretRequest, {}],
  'the list of deliveries': [ListDeliveriesQuery, {}],
  'a replay': [ReplayRequest, { since }],
  'the list of raw webhooks': [ListRawWebhooksQuery, {}],
}

const oneOfEvents = `must be * or one of ${eventTypes.join(', ')}`

it.each<[of: string, what: string, accepted: object, refused: object, faults: Record<string, string>]>([
  [
    'a new endpoint',
    'the fewest events',
    { events: [eventTypes[0]] },
    { events: [] },
    { '/events': 'must name at least one type of event, or be ["*"]' },
  ],
  [
    'a new endpoint',
    'the most events',
    { events: times(50, () => '*') },
    { events: times(51, () => '*') },
    { '/events': 'must have at most 50 entries' },
  ],
  [
    'a new endpoint',
    'an event',
    { events: [...eventTypes] },
    { events: ['*', 5] },
    { '/events/1': oneOfEvents },
  ],
  [
    'a new endpoint',
    'its URL',
    { url: text(2000) },
    { url: text(2001) },
    { '/url': 'must have at most 2000 characters' },
  ],
  [
    'a new endpoint',
    'its description',
    { description: text(200) },
    { description: text(201) },
    { '/description': 'must have at most 200 characters' },
  ],
  [
    'a new endpoint',
    'its session',
    { session: '*' },
    { session: '' },
    { '/session': 'must have at least 1 character' },
  ],
  [
    'a new endpoint',
    'its order',
    { ordered: true },
    { ordered: 'true' },
    { '/ordered': 'must be a boolean' },
  ],
  [
    'a change of an endpoint',
    'its session, which stays',
    { enabled: true },
    { session: 'ses_1' },
    { '/session': 'is not a field of this request' },
  ],
  [
    'a change of an endpoint',
    'its events',
    { events: ['message.read'] },
    { events: [] },
    { '/events': 'must name at least one type of event, or be ["*"]' },
  ],
  [
    'a rotation',
    'the overlap',
    { overlapHours: 168 },
    { overlapHours: 169 },
    { '/overlapHours': 'must be at most 168' },
  ],
  [
    'a rotation',
    'no overlap',
    { overlapHours: 0 },
    { overlapHours: -1 },
    { '/overlapHours': 'must be at least 0' },
  ],
  [
    'the list of deliveries',
    'a state',
    { state: 'exhausted' },
    { state: 'failed' },
    { '/state': `must be one of ${deliveryStates.join(', ')}` },
  ],
  [
    'the list of deliveries',
    'a type',
    { type: 'webhook.test' },
    { type: '*' },
    { '/type': `must be one of ${eventTypes.join(', ')}` },
  ],
  ['the list of deliveries', 'a time', { until: since }, { until: '31.1.2027' }, { '/until': timeFault }],
  ['a replay', 'its beginning', { since }, { since: 'yesterday' }, { '/since': timeFault }],
  [
    'a replay',
    'its end',
    { until: '2027-02-01T00:00:00+02:00' },
    { until: '2027-02-01' },
    { '/until': timeFault },
  ],
  [
    'a replay',
    'what failed',
    { failedOnly: true },
    { failedOnly: 1 },
    { '/failedOnly': 'must be a boolean' },
  ],
  [
    'the list of raw webhooks',
    'a state',
    { state: 'new' },
    { state: 'lost' },
    { '/state': 'must be one of quarantined, kept, new, done' },
  ],
  [
    'the list of raw webhooks',
    'a kind',
    { kind: 'body' },
    { kind: 'all' },
    { '/kind': 'must be one of body, item' },
  ],
  ['the list of raw webhooks', 'a page', { limit: 1 }, { limit: 0 }, { '/limit': 'must be at least 1' }],
  [
    'the list of raw webhooks',
    'a whole page',
    { limit: 20 },
    { limit: 1.5 },
    { '/limit': 'must be a whole number' },
  ],
])('%s has its limit in %s', (of, _what, accepted, refused, faults) => {
  const [schema, input] = least[of] ?? []
  if (!schema) throw new Error(of)
  expect(faultsIn(schema, { ...input, ...accepted })).toEqual({})
  expect(faultsIn(schema, { ...input, ...refused })).toEqual(faults)
})

describe.each(Object.entries(least))('%s', (_name, [schema, input]) => {
  it('is accepted with the least', () => {
    expect(faultsIn(schema, input)).toEqual({})
  })

  it('takes no other fields', () => {
    expect(faultsIn(schema, { ...input, secret: 'x' })).toEqual({
      '/secret': 'is not a field of this request',
    })
  })
})

it.each<[string, z.ZodType, object, object]>([
  [
    'a new endpoint is on, and in no order',
    CreateEndpointRequest,
    { events: ['*'] },
    { events: ['*'], enabled: true, ordered: false },
  ],
  ['a secret rotates in a day', RotateSecretRequest, {}, { overlapHours: 24 }],
  ['a replay is of all deliveries', ReplayRequest, { since }, { since, failedOnly: false }],
  ['raw webhooks are those in quarantine', ListRawWebhooksQuery, {}, { state: 'quarantined', limit: 20 }],
])('%s', (_what, schema, input, expected) => {
  expect(parseRequest(schema, input)).toEqual(expected)
})

it('needs a beginning for a replay', () => {
  expect(faultsIn(ReplayRequest, {})).toEqual({ '/since': 'is required' })
})

it('shows an attempt with its reason, in any state', () => {
  for (const state of deliveryStates) {
    const view = {
      id: 'dlv_1',
      endpoint: 'ep_1',
      event: 'evt_1',
      type: 'message.read',
      state,
      attempts: 1,
      createdAt: since,
      log: [{ at: since, durationMs: 10_000, reason: 'The connection was refused.' }],
    }
    expect(DeliveryView.parse(view)).toEqual(view)
  }
})
