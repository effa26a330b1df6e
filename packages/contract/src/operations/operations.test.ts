/** Stats, retries, audit and health: what may be asked and what is answered, each limit at its edge. */
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { faultsIn, text } from '../../test/faults.ts'
import {
  AuditEntry,
  CancelAnswer,
  EmptyRequest,
  HealthAnswer,
  HealthDetails,
  ListAuditQuery,
  ListMessagesQuery,
  messageStatuses,
  parseRequest,
  ResumeAnswer,
  RetryManyAnswer,
  RetryManyRequest,
  RetryRequest,
  StatsAnswer,
  statsGroups,
  StatsQuery,
} from '../index.ts'

const time = '2027-01-31T18:00:00Z'
const timeFault = 'must be an ISO 8601 time with a zone, such as 2027-01-31T18:00:00Z'
const dayFault = 'must be a day, such as 2027-01-31'
const groupFault = `must be one or more of ${statsGroups.join(', ')}, separated by commas`

const least: Record<string, [schema: z.ZodType, input: object]> = {
  stats: [StatsQuery, {}],
  'a retry': [RetryRequest, {}],
  'a retry of many': [RetryManyRequest, { filter: {} }],
  'the audit log': [ListAuditQuery, {}],
  'the list of messages': [ListMessagesQuery, {}],
  'an empty body': [EmptyRequest, {}],
}

it.each<[of: string, what: string, accepted: object, refused: object, faults: Record<string, string>]>([
  ['stats', 'the first day', { since: '2027-01-31' }, { since: '2027-02-30' }, { '/since': dayFault }],
  ['stats', 'the last day', { until: '2028-02-29' }, { until: time }, { '/until': dayFault }],
  ['stats', 'the mode', { mode: 'test' }, { mode: 'all' }, { '/mode': 'must be one of live, test' }],
  [
    'stats',
    'the session',
    { session: 'ses_1' },
    { session: '' },
    { '/session': 'must have at least 1 character' },
  ],
  ['stats', 'one dimension', { groupBy: 'category' }, { groupBy: 'hour' }, { '/groupBy': groupFault }],
  [
    'stats',
    'all dimensions',
    { groupBy: statsGroups.join(',') },
    { groupBy: statsGroups.join(', ') },
    { '/groupBy': groupFault },
  ],
  ['stats', 'no dimension', { groupBy: 'day' }, { groupBy: '' }, { '/groupBy': groupFault }],
  ['a retry', 'a dry run', { dryRun: true }, { dryRun: 'true' }, { '/dryRun': 'must be a boolean' }],
  [
    'a retry of many',
    'a code',
    { filter: { code: text(100) } },
    { filter: { code: text(101) } },
    { '/filter/code': 'must have at most 100 characters' },
  ],
  [
    'a retry of many',
    'a template',
    { filter: { template: text(512) } },
    { filter: { template: text(513) } },
    { '/filter/template': 'must have at most 512 characters' },
  ],
  [
    'a retry of many',
    'a time',
    { filter: { since: time, until: time } },
    { filter: { since: 'today' } },
    { '/filter/since': timeFault },
  ],
  [
    'a retry of many',
    'a session',
    { filter: { session: 'ses_1' } },
    { filter: { session: 5 } },
    { '/filter/session': 'must be a string' },
  ],
  ['the audit log', 'a time', { until: time }, { until: '2027' }, { '/until': timeFault }],
  [
    'the audit log',
    'an action',
    { action: text(200) },
    { action: text(201) },
    { '/action': 'must have at most 200 characters' },
  ],
  ['the audit log', 'a page', { limit: '1' }, { limit: '0' }, { '/limit': 'must be at least 1' }],
  [
    'the list of messages',
    'a direction',
    { direction: 'in' },
    { direction: 'both' },
    { '/direction': 'must be one of out, in' },
  ],
  [
    'the list of messages',
    'a status',
    { status: 'received' },
    { status: 'lost' },
    { '/status': `must be one of ${[...messageStatuses, 'received'].join(', ')}` },
  ],
  [
    'the list of messages',
    'a recipient',
    { to: text(150) },
    { to: text(151) },
    { '/to': 'must have at most 150 characters' },
  ],
  [
    'the list of messages',
    'a search',
    { q: text(100) },
    { q: text(101) },
    { '/q': 'must have at most 100 characters' },
  ],
])('%s: %s has its limit', (of, _what, accepted, refused, faults) => {
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
    expect(faultsIn(schema, { ...input, all: true })).toEqual({ '/all': 'is not a field of this request' })
  })
})

it('only counts failed messages unless dryRun is false', () => {
  expect(parseRequest(RetryManyRequest, { filter: {} })).toEqual({ filter: {}, dryRun: true })
  expect(faultsIn(RetryManyRequest, {})).toEqual({ '/filter': 'is required' })
})

it('counts by day', () => {
  expect(parseRequest(StatsQuery, {})).toEqual({ groupBy: 'day' })
})

const counts = { outbound: 3, inbound: 1, statuses: { read: 2, failed: 1 }, pricing: [] }
const stats = {
  since: '2027-01-31',
  until: '2027-01-31',
  data: [{ day: '2027-01-31', template: null, ...counts }],
  total: counts,
  provisional: ['2027-01-31'],
  partial: [],
  countedAt: time,
}
const token = {
  state: 'valid',
  fingerprint: '9f86d081884c',
  expiresAt: null,
  daysLeft: null,
  missingPermissions: [],
  reachesAccount: true,
}
const health = {
  time,
  token,
  graph: { version: 'v26.0', state: 'living', lastDay: '2028-07-29', daysLeft: 545 },
  sessionsOnHold: [{ id: 'ses_1', name: 'Shop', code: 'SESSION_PAUSED', reason: 'Moving.', since: time }],
  queue: { waiting: 3, due: 0, oldestDueAt: null, held: 3 },
  webhooks: { lastAt: time, quarantined: 0 },
}
const entry = {
  id: 'aud_1',
  at: time,
  action: 'message.sent',
  outcome: 'failed',
  actor: 'user:olga',
  target: 'msg_1',
  details: { code: 'RECIPIENT_UNREACHABLE' },
  ip: '',
  requestId: 'req_1',
}
const answers: Record<string, [z.ZodType, object, wrong: object]> = {
  'counts of messages': [StatsAnswer, stats, { total: { ...counts, statuses: { lost: 1 } } }],
  'counts of no status': [StatsAnswer, stats, { total: { ...counts, statuses: { read: 0 } } }],
  'health in detail': [HealthDetails, health, { queue: { ...health.queue, due: -1 } }],
  'a hold with its code': [
    HealthDetails,
    health,
    { sessionsOnHold: [{ ...health.sessionsOnHold[0], code: 'NO_SUCH_CODE' }] },
  ],
  'a token': [HealthDetails, health, { token: { ...token, state: 'old' } }],
  health: [HealthAnswer, { status: 'ok', time }, { status: 'down' }],
  'an audit entry': [AuditEntry, entry, { outcome: 'tried' }],
  'details of an audit entry': [AuditEntry, entry, { details: { scopes: ['send'] } }],
  'a cancelled message': [CancelAnswer, { id: 'msg_1', status: 'cancelled' }, { status: 'gone' }],
  'a resumed session': [ResumeAnswer, { id: 'ses_1', resumed: true, woken: 0 }, { woken: -1 }],
  'retried messages': [
    RetryManyAnswer,
    { dryRun: false, matching: 2, retried: 1, left: 1 },
    { matching: 1.5 },
  ],
}

it.each(Object.entries(answers))(
  'answers %s as documented, and nothing else',
  (_what, [schema, answer, wrong]) => {
    expect(schema.parse(answer)).toEqual(answer)
    expect(schema.safeParse({ ...answer, ...wrong }).success).toBe(false)
  },
)
