import type { AuditList, ErrorAnswer, KeyList, KeyView, NewKeyAnswer } from '@waypost/contract'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { listAuditRoute } from '../../src/audit/audit.http.ts'
import { firestoreAudit } from '../../src/audit/audit-store.firestore.ts'
import { apiKeyRoutes } from '../../src/auth/api-keys.http.ts'
import { storedApiKey, createApiRig, type ApiRig } from '../support/api-rig.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

let rig: EngineRig
let door: ApiRig
/** Another instance, with a memory of its own. */
let elsewhere: ApiRig

const open = () =>
  createApiRig(rig, (needs) => [
    ...apiKeyRoutes(async () => needs),
    listAuditRoute(async () => ({ audit: firestoreAudit(rig.db) })),
  ])

beforeAll(async () => {
  rig = await engineRig()
}, 60_000)
afterAll(() => rig.close())
beforeEach(() => {
  door = open()
  elsewhere = open()
})

const input = { name: 'Shop', owner: 'shop', scopes: ['send', 'read'] }
const create = async (about: object = {}, as = 'operator:olga') => {
  const { status, body } = await door.ask<NewKeyAnswer>('/v1/keys', {
    method: 'POST',
    as,
    body: { ...input, ...about },
  })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const refusal = async (path: string, body: object, as: string) => {
  const answer = await door.ask<ErrorAnswer>(path, { method: 'POST', as, body })
  return [answer.status, answer.body.error]
}
const works = async (secret: string, at = door) =>
  (await at.ask<unknown>('/v1/keys', { as: secret })).status === 200
const shown = async (id: string) => (await door.ask<KeyView>(`/v1/keys/${id}`, { as: 'operator' })).body
const acts = async (target: string) =>
  (await door.ask<AuditList>(`/v1/audit?target=${target}`, { as: 'operator' })).body.data

it('makes a key whose secret is shown once and kept nowhere', async () => {
  const { secret, ...made } = await create({ sessions: ['ses_test'], limits: { requestsPer15Minutes: 50 } })
  expect(secret).toMatch(/^wp_live_[0-9A-Za-z]{39}$/)
  expect(made).toMatchObject({
    ...input,
    sessions: ['ses_test'],
    limits: { requestsPer15Minutes: 50 },
    prefix: secret.slice(0, 12),
    lastFour: secret.slice(-4),
    state: 'active',
    createdBy: 'user:olga',
    uses: 0,
    lastUsedAt: null,
  })
  expect(await shown(made.id)).toEqual(made)
  const everything = (await rig.db.collection('apiKeys').get()).docs.map((document) => [
    document.id,
    document.data(),
  ])
  expect(JSON.stringify(everything)).not.toContain(secret)
  expect(JSON.stringify(await acts(made.id))).not.toContain(secret)
})

it('makes test keys when it is asked to', async () => {
  const { secret, mode } = await create({ mode: 'test' })
  expect([secret.slice(0, 8), mode]).toEqual(['wp_test_', 'test'])
})

it('lists keys, the youngest first, page by page', async () => {
  const made = [await create(), await create(), await create()].map(({ id }) => id).toReversed()
  const first = await door.ask<KeyList>('/v1/keys?limit=2', { as: 'operator' })
  expect(first.body.data.map(({ id }) => id)).toEqual(made.slice(0, 2))
  expect(first.body.hasMore).toBe(true)
  await create()
  const second = await door.ask<KeyList>(`/v1/keys?limit=2&cursor=${String(first.body.nextCursor)}`, {
    as: 'operator',
  })
  expect(second.body.data[0]?.id).toBe(made[2])
})

it.each([
  ['a test key makes a live one', { mode: 'test' }, {}],
  ['a bound key makes one for all sessions', { sessions: ['ses_test'] }, {}],
  ['a bound key makes one for another session', { sessions: ['ses_other'] }, { sessions: ['ses_test'] }],
  ['one that ends makes one that lasts', { expiresAt: new Date('2026-04-01') }, {}],
  [
    'one that ends makes one that ends later',
    { expiresAt: new Date('2026-04-01') },
    { expiresAt: '2026-04-02T00:00:00Z' },
  ],
  [
    'a bound key makes one for another owner',
    { sessions: ['ses_test'] },
    { sessions: ['ses_test'], owner: 'other' },
  ],
  ['a key without send:get grants it', {}, { scopes: ['send:get'] }],
  ['a limited key makes one without a limit', { limits: { requestsPer15Minutes: 10 } }, {}],
  [
    'a limited key makes one with a higher limit',
    { limits: { requestsPer15Minutes: 10 } },
    { limits: { requestsPer15Minutes: 11 } },
  ],
] as const)('never lets a key grant more than it has: %s', async (_, own, asked) => {
  const maker = await storedApiKey(rig, { scopes: ['admin'], ...own })
  expect(await refusal('/v1/keys', { ...input, ...asked }, maker)).toEqual([403, 'FORBIDDEN'])
})

it('lets a bound key grant what it has itself', async () => {
  const maker = await storedApiKey(rig, {
    mode: 'test',
    sessions: ['ses_test'],
    expiresAt: new Date('2026-04-01'),
  })
  const asked = { owner: 'acme', mode: 'test', sessions: ['ses_test'], expiresAt: '2026-03-31T00:00:00Z' }
  expect((await create(asked, maker)).sessions).toEqual(['ses_test'])
})

it.each([
  ['a bound key', { sessions: ['ses_test'] }],
  ['a test key', { mode: 'test' }],
] as const)('shows %s no key beyond its own, and lets it revoke none', async (_, about) => {
  const { id } = await create({ scopes: ['admin'] })
  const own = await storedApiKey(rig, about)
  expect(await refusal(`/v1/keys/${id}/revoke`, {}, own)).toEqual([404, 'KEY_NOT_FOUND'])
  expect((await door.ask(`/v1/keys/${id}`, { as: own })).status).toBe(404)
  const { body } = await door.ask<KeyList>('/v1/keys', { as: own })
  expect(body.data.map((key) => key.id)).not.toContain(id)
  expect((await shown(id)).state).toBe('active')
})

it('refuses to rotate a key that may do more than its caller', async () => {
  const { id } = await create({ scopes: ['admin'] })
  const bound = await storedApiKey(rig, { sessions: ['ses_test'] })
  expect(await refusal(`/v1/keys/${id}/roll`, {}, bound)).toEqual([404, 'KEY_NOT_FOUND'])
  expect((await shown(id)).state).toBe('active')
})

it.each([
  ['a session that does not exist', { sessions: ['ses_nowhere'] }, [404, 'SESSION_NOT_FOUND']],
  ['an end in the past', { expiresAt: '2026-01-01T00:00:00Z' }, [400, 'INVALID_REQUEST']],
  ['an unknown scope', { scopes: ['everything'] }, [400, 'INVALID_REQUEST']],
  ['no scope', { scopes: [] }, [400, 'INVALID_REQUEST']],
  ['no owner', { owner: undefined }, [400, 'INVALID_REQUEST']],
])('refuses a key with %s', async (_, about, answer) => {
  expect(await refusal('/v1/keys', { ...input, ...about }, 'operator')).toEqual(answer)
})

it('rolls a key: both secrets count during the overlap, only the new one after it', async () => {
  const old = await create({ scopes: ['admin'] })
  const { status, body: fresh } = await door.ask<NewKeyAnswer>(`/v1/keys/${old.id}/roll`, {
    method: 'POST',
    as: 'operator',
    body: { overlapHours: 2 },
  })
  expect(status).toBe(201)
  expect(fresh).toMatchObject({ name: 'Shop', owner: 'shop', scopes: ['admin'], rolledFrom: old.id })
  expect(await shown(old.id)).toMatchObject({ state: 'ending', rolledTo: fresh.id })
  rig.clock.advance(2 * 3600 - 60)
  expect([await works(old.secret), await works(fresh.secret)]).toEqual([true, true])
  rig.clock.advance(61)
  expect([await works(old.secret), await works(fresh.secret)]).toEqual([false, true])
  expect((await shown(old.id)).state).toBe('expired')
  expect(await refusal(`/v1/keys/${old.id}/roll`, {}, 'operator')).toEqual([409, 'KEY_ENDED'])
})

it('rolls a key once, however many ask at the same time', async () => {
  const { id } = await create()
  const answers = await Promise.all(
    [door, elsewhere, door].map((at) =>
      at.ask<unknown>(`/v1/keys/${id}/roll`, { method: 'POST', as: 'operator', body: {} }),
    ),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409])
  const outcomes = (await acts(id)).filter(({ action }) => action === 'key.rolled')
  const failed = outcomes.filter(({ outcome }) => outcome === 'failed').length
  expect(outcomes.length - 2 * failed).toBe(1)
})

it('ends a rolled key at its own end, when that is sooner than the overlap', async () => {
  const soon = new Date(rig.clock.now().getTime() + 3_600_000).toISOString()
  const { id } = await create({ expiresAt: soon })
  const { body } = await door.ask<NewKeyAnswer>(`/v1/keys/${id}/roll`, {
    method: 'POST',
    as: 'operator',
    body: { overlapHours: 24 },
  })
  expect([(await shown(id)).expiresAt, body.expiresAt]).toEqual([soon, soon])
})

it('revokes a key: at once where it was asked to, within half a minute everywhere', async () => {
  const { id, secret } = await create({ scopes: ['admin'] })
  expect([await works(secret), await works(secret, elsewhere)]).toEqual([true, true])
  const { status, body } = await door.ask<KeyView>(`/v1/keys/${id}/revoke`, {
    method: 'POST',
    as: 'operator:olga',
    body: {},
  })
  expect([status, body.state]).toEqual([200, 'revoked'])
  expect(await works(secret)).toBe(false)
  rig.clock.advance(31)
  expect(await works(secret, elsewhere)).toBe(false)
})

it('revokes a key once: the first time stays, and is recorded once', async () => {
  const { id } = await create()
  const revoke = () =>
    door.ask<KeyView>(`/v1/keys/${id}/revoke`, { method: 'POST', as: 'operator', body: {} })
  const first = await revoke()
  rig.clock.advance(60)
  expect((await revoke()).body.revokedAt).toBe(first.body.revokedAt)
  expect((await acts(id)).map(({ action }) => action)).toEqual(['key.revoked', 'key.created'])
})

it('says of an id that it knows no such key', async () => {
  for (const id of ['key_00000000000000000000000000', 'nonsense', 'key_%2F'])
    expect((await door.ask<ErrorAnswer>(`/v1/keys/${id}`, { as: 'operator' })).body.error).toBe(
      'KEY_NOT_FOUND',
    )
})

it('counts uses with a write a minute at most, whatever the traffic', async () => {
  const { id, secret } = await create({ scopes: ['admin'] })
  expect(await works(secret)).toBe(true)
  const firstUse = rig.clock.now().toISOString()
  expect(await shown(id)).toMatchObject({ uses: 1, lastUsedAt: firstUse })
  rig.firestore.resetCounts()
  for (let i = 0; i < 20; i++) await works(secret)
  expect(rig.firestore.counts().writes).toBe(0)
  rig.clock.advance(60)
  const lastUse = rig.clock.now().toISOString()
  await works(secret)
  expect(rig.firestore.counts().writes).toBe(1)
  expect(await shown(id)).toMatchObject({ uses: 22, lastUsedAt: lastUse })
})

it('records the last uses of a key that falls silent with the next request of another', async () => {
  const quiet = await create({ scopes: ['admin'] })
  const busy = await create({ scopes: ['admin'] })
  await works(quiet.secret)
  await works(quiet.secret)
  rig.clock.advance(61)
  await works(busy.secret)
  expect((await shown(quiet.id)).uses).toBe(2)
})

it('adds up the uses that several instances counted', async () => {
  const { id, secret } = await create({ scopes: ['admin'] })
  await Promise.all([works(secret), works(secret, elsewhere)])
  expect((await shown(id)).uses).toBe(2)
})

it('serves a request whose use could not be recorded, and records it a minute later', async () => {
  const { id, secret } = await create({ scopes: ['admin'] })
  rig.firestore.failNext({ rpc: 'Commit', code: 'PERMISSION_DENIED', collection: 'apiKeys' })
  expect(await works(secret)).toBe(true)
  expect((await shown(id)).uses).toBe(0)
  rig.clock.advance(61)
  await works(secret)
  expect((await shown(id)).uses).toBe(2)
})

it('makes no key that the audit log does not know', async () => {
  const before = (await rig.db.collection('apiKeys').count().get()).data().count
  rig.firestore.failNext({ rpc: 'Commit', code: 'PERMISSION_DENIED', collection: 'audit' })
  expect(await refusal('/v1/keys', input, 'operator')).toEqual([503, 'UNAVAILABLE'])
  expect((await rig.db.collection('apiKeys').count().get()).data().count).toBe(before)
})
