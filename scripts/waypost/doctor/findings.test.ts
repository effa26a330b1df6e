/** The findings of each part for given input. */
import type { HealthDetails } from '@waypost/contract'
import { describe, expect, it } from 'vitest'
import type { TokenStatus } from '../../../functions/src/sessions/access-token.ts'
import { evaluateTemplates } from './account-findings.ts'
import type { Finding, Level } from './finding.ts'
import { lines, summary } from './finding.ts'
import { IndexSpec, indexFindings } from './index-findings.ts'
import { evaluateNumber } from './number-findings.ts'
import { serviceFindings } from './service-findings.ts'
import { settingsFindings } from './settings-findings.ts'
import { tokenFindings } from './token-findings.ts'
import { versionFindings } from './version-findings.ts'

const now = new Date('2026-11-03T12:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)
const levels = (findings: readonly Finding[]) =>
  Object.fromEntries(findings.map(({ id, level }) => [id, level]))
const levelOf = (findings: readonly Finding[], id: string): Level | undefined =>
  findings.find((finding) => finding.id === id)?.level

describe('the token', () => {
  const good: TokenStatus = {
    state: 'valid',
    fingerprint: '9f86d081884c',
    type: 'SYSTEM_USER',
    missingPermissions: [],
    reachesAccount: true,
  }
  it.each<[string, Partial<TokenStatus>, string, Level]>([
    ['never expires', {}, 'token.end', 'ok'],
    ['ends in 15 days', { expiresAt: inDays(15) }, 'token.end', 'ok'],
    ['ends in 13 days', { expiresAt: inDays(13) }, 'token.end', 'warn'],
    ['ends in an hour', { expiresAt: inDays(0.04) }, 'token.end', 'fail'],
    ['loses access to data in 3 days', { dataAccessExpiresAt: inDays(3) }, 'token.end', 'warn'],
    ['belongs to a person', { type: 'USER' }, 'token.type', 'warn'],
    [
      'lacks a permission',
      { missingPermissions: ['whatsapp_business_messaging'] },
      'token.permissions',
      'fail',
    ],
    ['is for another account', { reachesAccount: false }, 'token.account', 'fail'],
  ])('%s', (_name, change, id, level) => {
    expect(levelOf(tokenFindings({ ...good, ...change }, { wabaId: '1', now }), id)).toBe(level)
  })

  it('is not judged further when Meta does not accept it', () => {
    expect(levels(tokenFindings({ ...good, state: 'invalid' }, { wabaId: '1', now }))).toEqual({
      'token.valid': 'fail',
    })
    expect(levels(tokenFindings({ ...good, state: 'unknown' }, { wabaId: '1', now }))).toEqual({
      'token.valid': 'fail',
    })
  })

  it('warns when it is unknown whether it reaches the account', () => {
    const { reachesAccount: _reaches, ...silent } = good
    expect(levelOf(tokenFindings(silent, { wabaId: '1', now }), 'token.account')).toBe('warn')
    expect(levelOf(tokenFindings(good, { wabaId: '', now }), 'token.account')).toBe('warn')
  })
})

it.each([
  ['v26.0', 'v26.0', { 'graph.version': 'ok' }],
  ['v26.0', null, { 'graph.version': 'ok' }],
  ['v21.0', 'v21.0', { 'graph.version': 'warn' }],
  ['v20.0', 'v22.0', { 'graph.version': 'fail', 'graph.served': 'fail' }],
  ['v99.0', 'v99.0', { 'graph.version': 'warn' }],
])('Graph %s, served as %s', (version, served, expected) => {
  expect(levels(versionFindings(version, { served, now }))).toEqual(expected)
})

describe('the number', () => {
  const fine = { verified_name: 'Shop', display_phone_number: '+1 631-555-1181', quality_rating: 'GREEN' }
  it.each([
    [{ status: 'PENDING' }, 'number.status', 'fail'],
    [{ status: 'BANNED' }, 'number.status', 'fail'],
    [{ quality_rating: 'YELLOW' }, 'number.quality', 'warn'],
    [{ quality_rating: 'NA' }, 'number.quality', 'ok'],
    [{ name_status: 'DECLINED' }, 'number.name', 'warn'],
    [{ account_mode: 'SANDBOX' }, 'number.mode', 'warn'],
    [{ account_mode: 'LIVE' }, 'number.mode', 'ok'],
  ])('%j', (change, id, level) => {
    expect(levelOf(evaluateNumber({ ...fine, ...change }), id)).toBe(level)
  })
  it('is not judged on fields that Meta does not show', () => {
    expect(levels(evaluateNumber(fine))).toEqual({ 'number.known': 'ok', 'number.quality': 'ok' })
  })
})

describe('templates', () => {
  const template = (name: string, status: string) => ({ name, status, language: 'en_US' })
  it.each([
    ['none at all', [], 'fail'],
    ['none approved', [template('a', 'PENDING')], 'fail'],
    ['all well', [template('a', 'APPROVED'), template('b', 'PENDING')], 'ok'],
    ['one paused', [template('a', 'APPROVED'), template('b', 'PAUSED')], 'warn'],
  ])('%s', (_name, templates, level) => {
    expect(evaluateTemplates(templates).level).toBe(level)
  })
  it('names five in trouble, and counts the rest', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => template(name, 'REJECTED'))
    expect(evaluateTemplates([template('z', 'APPROVED'), ...many]).message).toMatch(
      /e \(en_US\) REJECTED and 2 more/,
    )
  })
})

describe('indexes', () => {
  const wanted = IndexSpec.parse({
    indexes: [
      {
        collectionGroup: 'messages',
        queryScope: 'COLLECTION',
        fields: [
          { fieldPath: 'owner', order: 'ASCENDING' },
          { fieldPath: 'createdAt', order: 'DESCENDING' },
        ],
      },
    ],
    fieldOverrides: [{ collectionGroup: 'messages', fieldPath: 'purgeAt', ttl: true, indexes: [] }],
  })
  const asDeployed = {
    ...wanted,
    indexes: wanted.indexes.map((index) => ({
      ...index,
      fields: [...index.fields, { fieldPath: '__name__', order: 'DESCENDING' }],
    })),
  }
  it('are the same with the document id that Firestore adds', () => {
    expect(levels(indexFindings(wanted, asDeployed))).toEqual({
      'firestore.indexes': 'ok',
      'firestore.ttl': 'ok',
    })
  })
  it('are named when they are missing, with what follows', () => {
    const found = indexFindings(wanted, IndexSpec.parse({}))
    expect(found.map(({ level, message }) => [level, message])).toEqual([
      [
        'fail',
        'Missing composite indexes, so their queries fail: messages: owner ascending, createdAt descending.',
      ],
      ['fail', 'Missing time-to-live policies, so old documents are never deleted: messages.purgeAt.'],
    ])
  })
  it('in the other direction is another index', () => {
    const [first] = wanted.indexes
    const turned = {
      ...wanted,
      indexes: [
        {
          ...wanted.indexes[0],
          ...first,
          fields: first?.fields.map((field) => ({ ...field, order: 'ASCENDING' })) ?? [],
        },
      ],
    }
    expect(levelOf(indexFindings(wanted, IndexSpec.parse(turned)), 'firestore.indexes')).toBe('fail')
  })
})

it.each([
  [{ NOTIFY_POLICY: 'claim' }, 'settings.policy', 'ok'],
  [{ NOTIFY_POLICY: 'any' }, 'settings.policy', 'warn'],
  [{ NOTIFY_POLICY: 'everybody' }, 'settings.policy', 'fail'],
  [{ ENFORCE_APP_CHECK: 'true' }, 'settings.app-check', 'ok'],
  [{ CORS_ORIGINS: 'https://a.example, *' }, 'settings.origins', 'warn'],
  [{ CORS_ORIGINS: 'https://a.example' }, 'settings.origins', 'ok'],
  [{ WHATSAPP_DEFAULT_RECIPIENT: '+972546800360' }, 'settings.default', 'warn'],
])('settings %j', (settings, id, level) => {
  const found = settingsFindings(settings)
  expect(levelOf(found, id)).toBe(level)
  expect(JSON.stringify(found)).not.toContain('972546800360')
})

describe('the service', () => {
  const details: HealthDetails = {
    time: now.toISOString(),
    token: {
      state: 'valid',
      fingerprint: '9f86d081884c',
      expiresAt: null,
      daysLeft: null,
      missingPermissions: [],
      reachesAccount: true,
    },
    graph: { version: 'v26.0', state: 'living', lastDay: null, daysLeft: null },
    sessionsOnHold: [],
    queue: { waiting: 0, due: 0, oldestDueAt: null, held: 0 },
    webhooks: { lastAt: now.toISOString(), quarantined: 0 },
  }
  const judge = (change: Partial<HealthDetails>) =>
    serviceFindings({ ...details, ...change }, { newestFingerprint: '9f86d081884c' })
  const dueSince = (minutes: number) => ({
    queue: {
      ...details.queue,
      due: 3,
      oldestDueAt: new Date(now.getTime() - minutes * 60_000).toISOString(),
    },
  })

  it('is well', () => {
    expect(new Set(judge({}).map(({ level }) => level))).toEqual(new Set(['ok']))
  })
  it.each([
    ['due for a moment', dueSince(2), 'service.queue', 'ok'],
    ['due for long', dueSince(30), 'service.queue', 'fail'],
    ['no webhook ever', { webhooks: { lastAt: null, quarantined: 0 } }, 'service.webhooks', 'warn'],
    ['webhooks unread', { webhooks: { lastAt: null, quarantined: 2 } }, 'service.quarantine', 'warn'],
    ['a dead token', { token: { ...details.token, state: 'invalid' } }, 'service.token', 'fail'],
    ['another token', { token: { ...details.token, fingerprint: '0' } }, 'service.token', 'fail'],
  ] as const)('%s', (_name, change, id, level) => {
    expect(levelOf(judge(change), id)).toBe(level)
  })
})

it('tells people what to do under what is wrong, and sums up', () => {
  const findings: Finding[] = [
    { id: 'a.b', level: 'ok', message: 'Fine.' },
    { id: 'c.d', level: 'fail', message: 'Broken.', hint: 'Repair it.' },
  ]
  expect(findings.flatMap(lines)).toEqual([
    'ok    a.b                    Fine.',
    'FAIL  c.d                    Broken.',
    '                             → Repair it.',
  ])
  expect(summary(findings)).toBe('1 ok, 0 warnings, 1 failures.')
})
