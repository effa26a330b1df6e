/** Sessions, API keys and the notify policy: what may be set, and each limit at its edge. */
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { faultsIn, text, times } from '../../test/faults.ts'
import {
  ChangeSessionRequest,
  CreateKeyRequest,
  CreateSessionRequest,
  HoldSessionRequest,
  keyScopes,
  ListKeysQuery,
  NotifyPolicyRequest,
  parseRequest,
  RollKeyRequest,
} from '../index.ts'

const session = { name: 'Shop', phoneNumberId: '106540352242922', wabaId: '102290129340398' }
const key = { name: 'Shop', owner: 'shop', scopes: ['send'] }
const policy = { others: 'claim', templates: {} }

const least: Record<string, [schema: z.ZodType, input: object]> = {
  'a new session': [CreateSessionRequest, session],
  'a change of a session': [ChangeSessionRequest, {}],
  'a hold': [HoldSessionRequest, { reason: 'Moving.' }],
  'a new key': [CreateKeyRequest, key],
  'a rotation': [RollKeyRequest, {}],
  'the list of keys': [ListKeysQuery, {}],
  'a policy': [NotifyPolicyRequest, policy],
}

interface Edge {
  of: string
  what: string
  accepted: object
  refused: object
  faults: Record<string, string>
}

const idFault = "must be Meta's id: digits only, not the phone number itself"
const edges: Edge[] = [
  {
    of: 'a new session',
    what: 'its name',
    accepted: { name: text(100) },
    refused: { name: ' ' },
    faults: { '/name': 'must have at least 1 character' },
  },
  {
    of: 'a new session',
    what: 'a long name',
    accepted: { name: ` ${text(100)} ` },
    refused: { name: text(101) },
    faults: { '/name': 'must have at most 100 characters' },
  },
  {
    of: 'a new session',
    what: 'the id of its number',
    accepted: { phoneNumberId: '1'.repeat(30) },
    refused: { phoneNumberId: '+972546800360' },
    faults: { '/phoneNumberId': idFault },
  },
  {
    of: 'a new session',
    what: 'the length of ids',
    accepted: { wabaId: '12345' },
    refused: { wabaId: '1234' },
    faults: { '/wabaId': idFault },
  },
  {
    of: 'a new session',
    what: 'its channel',
    accepted: { channel: 'web', phoneNumberId: '12345', wabaId: '12345' },
    refused: { channel: 'sms' },
    faults: { '/channel': 'must be one of cloud, web' },
  },
  {
    of: 'a new session',
    what: 'the name of its secret',
    accepted: { tokenSecret: `A${'_'.repeat(99)}` },
    refused: { tokenSecret: 'EAAB-not-a-name' },
    faults: { '/tokenSecret': 'must be the name of a secret, like SHOP_ACCESS_TOKEN' },
  },
  {
    of: 'a new session',
    what: 'the number of owners',
    accepted: { owners: times(100, String) },
    refused: { owners: times(101, String) },
    faults: { '/owners': 'must have at most 100 entries' },
  },
  {
    of: 'a new session',
    what: 'an owner',
    accepted: { owners: ['user:4kFvQ2', 'shop@example.com'] },
    refused: { owners: ['shop', 'two words'] },
    faults: { '/owners/1': 'must be the owner of API keys, or user:<uid>' },
  },
  {
    of: 'a new session',
    what: 'its events',
    accepted: { events: ['*'] },
    refused: { events: [] },
    faults: { '/events': 'must name at least one type of event, or be ["*"]' },
  },
  {
    of: 'a new session',
    what: 'its webhook',
    accepted: { webhookUrl: 'https://example.com/hook', enableWebhook: false },
    refused: { enableWebhook: 'no' },
    faults: { '/enableWebhook': 'must be a boolean' },
  },
  {
    of: 'a change of a session',
    what: 'its secret',
    accepted: { tokenSecret: null },
    refused: { tokenSecret: '' },
    faults: { '/tokenSecret': 'must be the name of a secret, like SHOP_ACCESS_TOKEN' },
  },
  {
    of: 'a change of a session',
    what: 'its channel, which stays',
    accepted: { isDefault: true, automation: false },
    refused: { channel: 'web' },
    faults: { '/channel': 'is not a field of this request' },
  },
  {
    of: 'a hold',
    what: 'its reason',
    accepted: { reason: text(300) },
    refused: { reason: text(301) },
    faults: { '/reason': 'must have at most 300 characters' },
  },
  {
    of: 'a hold',
    what: 'a reason of spaces',
    accepted: { reason: ' x ' },
    refused: { reason: '  ' },
    faults: { '/reason': 'must have at least 1 character' },
  },
  {
    of: 'a new key',
    what: 'its name',
    accepted: { name: text(100) },
    refused: { name: text(101) },
    faults: { '/name': 'must have at most 100 characters' },
  },
  {
    of: 'a new key',
    what: 'its owner',
    accepted: { owner: 'o'.repeat(128) },
    refused: { owner: 'o'.repeat(129) },
    faults: { '/owner': 'must be 1 to 128 letters, digits, dots, colons, dashes or underscores' },
  },
  {
    of: 'a new key',
    what: 'its scopes',
    accepted: { scopes: [...keyScopes] },
    refused: { scopes: [] },
    faults: { '/scopes': 'must have at least 1 entry' },
  },
  {
    of: 'a new key',
    what: 'an unknown scope',
    accepted: { scopes: ['send:get'] },
    refused: { scopes: ['send', 'root'] },
    faults: { '/scopes/1': `must be one of ${keyScopes.join(', ')}` },
  },
  {
    of: 'a new key',
    what: 'its mode',
    accepted: { mode: 'test' },
    refused: { mode: 'prod' },
    faults: { '/mode': 'must be one of live, test' },
  },
  {
    of: 'a new key',
    what: 'its sessions',
    accepted: { sessions: times(100, String) },
    refused: { sessions: [] },
    faults: { '/sessions': 'must have at least 1 entry' },
  },
  {
    of: 'a new key',
    what: 'its limit',
    accepted: { limits: { requestsPer15Minutes: 1_000_000 } },
    refused: { limits: { requestsPer15Minutes: 1_000_001 } },
    faults: { '/limits/requestsPer15Minutes': 'must be at most 1000000' },
  },
  {
    of: 'a new key',
    what: 'a limit of nothing',
    accepted: { limits: { requestsPer15Minutes: 1 } },
    refused: { limits: { requestsPer15Minutes: 0 } },
    faults: { '/limits/requestsPer15Minutes': 'must be at least 1' },
  },
  {
    of: 'a new key',
    what: 'its end',
    accepted: { expiresAt: '2028-01-31T00:00:00Z' },
    refused: { expiresAt: '2028-01-31' },
    faults: { '/expiresAt': 'must be an ISO 8601 time with a zone, such as 2027-01-31T18:00:00Z' },
  },
  {
    of: 'a rotation',
    what: 'the overlap',
    accepted: { overlapHours: 720 },
    refused: { overlapHours: 721 },
    faults: { '/overlapHours': 'must be at most 720' },
  },
  {
    of: 'a rotation',
    what: 'no overlap',
    accepted: { overlapHours: 0 },
    refused: { overlapHours: -1 },
    faults: { '/overlapHours': 'must be at least 0' },
  },
  {
    of: 'the list of keys',
    what: 'a page',
    accepted: { limit: '100' },
    refused: { limit: '101' },
    faults: { '/limit': 'must be at most 100' },
  },
  {
    of: 'the list of keys',
    what: 'a cursor',
    accepted: { cursor: text(1000) },
    refused: { cursor: '' },
    faults: { '/cursor': 'must have at least 1 character' },
  },
  {
    of: 'a policy',
    what: 'who may be messaged',
    accepted: { others: 'none', templates: { login_code: 'self' } },
    refused: { others: 'all' },
    faults: { '/others': 'must be one of none, self, claim, any' },
  },
  {
    of: 'a policy',
    what: 'a template of no one',
    accepted: { templates: { order_shipped: 'any' } },
    refused: { templates: { order_shipped: 'none' } },
    faults: { '/templates/order_shipped': 'must be one of self, claim, any' },
  },
  {
    of: 'a policy',
    what: 'the number of templates',
    accepted: { templates: Object.fromEntries(times(500, (i) => [`t${String(i)}`, 'any'])) },
    refused: { templates: Object.fromEntries(times(501, (i) => [`t${String(i)}`, 'any'])) },
    faults: { '/templates': 'may name 500 templates at most' },
  },
]

describe.each(Object.entries(least))('%s', (name, [schema, input]) => {
  it('is accepted with the least', () => {
    expect(faultsIn(schema, input)).toEqual({})
  })

  it.each(edges.filter((edge) => edge.of === name))(
    'has its limit in $what',
    ({ accepted, refused, faults }) => {
      expect(faultsIn(schema, { ...input, ...accepted })).toEqual({})
      expect(faultsIn(schema, { ...input, ...refused })).toEqual(faults)
    },
  )

  it('takes no other fields', () => {
    expect(faultsIn(schema, { ...input, colour: 'red' })).toEqual({
      '/colour': 'is not a field of this request',
    })
  })
})

it('sets what a new session does not say', () => {
  expect(parseRequest(CreateSessionRequest, session)).toMatchObject({
    channel: 'cloud',
    owners: [],
    isDefault: false,
  })
})

it('asks for the ids of Meta only on the Cloud API', () => {
  expect(faultsIn(CreateSessionRequest, { name: 'Shop' })).toEqual({
    '/phoneNumberId': 'is required for the channel "cloud"',
    '/wabaId': 'is required for the channel "cloud"',
  })
  expect(faultsIn(CreateSessionRequest, { name: 'Shop', channel: 'web' })).toEqual({})
})

it('leaves alone what a change does not say', () => {
  expect(parseRequest(ChangeSessionRequest, {})).toEqual({})
})

it('sets what a new key does not say', () => {
  expect(parseRequest(CreateKeyRequest, key)).toEqual({ ...key, mode: 'live', sessions: 'all' })
})

it('lets the old secret of a key live for a day', () => {
  expect(parseRequest(RollKeyRequest, {})).toEqual({ overlapHours: 24 })
})

it('lists twenty keys', () => {
  expect(parseRequest(ListKeysQuery, {})).toEqual({ limit: 20 })
})
