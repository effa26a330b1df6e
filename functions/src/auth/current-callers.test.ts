import { expect, it } from 'vitest'
import type { ApiKey } from './api-key.ts'
import { currentCallers } from './current-callers.ts'

const now = new Date('2026-01-01T00:00:00Z')
const key = (id: string, rest: Partial<ApiKey> = {}): ApiKey => ({
  id,
  owner: 'acme',
  prefix: 'wp_live_',
  hash: '',
  lastFour: '0000',
  name: id,
  scopes: ['webhooks'],
  sessions: 'all',
  mode: 'live',
  createdAt: now,
  createdBy: 'test',
  ...rest,
})

const find = (keys: readonly ApiKey[]) =>
  currentCallers({
    keys: {
      findById: async (id) => keys.find((one) => one.id === id) ?? null,
      listByOwner: async (owner) => keys.filter((one) => one.owner === owner),
    },
    currentUser: async (uid) => (uid === 'ada' ? { kind: 'user', uid, role: 'operator' } : null),
    clock: { now: () => now },
  })
const idsOf = async (keys: readonly ApiKey[], id: string) =>
  (await find(keys)(id)).map((caller) => (caller.kind === 'key' ? caller.keyId : caller.uid))

it.each(['key_demo', 'key_01m8pw65h6f25shdbbj0ze72d7', 'a-key-of-a-script'])(
  'finds the key %s whatever the form of its id',
  async (id) => {
    expect(await idsOf([key(id), key('other')], id)).toEqual([id])
  },
)

it('finds all keys of an owner', async () => {
  expect(await idsOf([key('a'), key('b'), key('c', { owner: 'globex' })], 'acme')).toEqual(['a', 'b'])
})

it('follows rotation, and ends with revocation or expiry', async () => {
  const past = new Date(now.getTime() - 1)
  const rolled = key('old', { rolledTo: 'new', expiresAt: past })
  expect(await idsOf([rolled, key('new')], 'old')).toEqual(['new'])
  expect(await idsOf([rolled, key('new', { revokedAt: past })], 'old')).toEqual([])
  expect(await idsOf([key('old', { revokedAt: past, rolledTo: 'new' }), key('new')], 'old')).toEqual([])
  expect(await idsOf([key('old', { expiresAt: past })], 'old')).toEqual([])
})

it('asks for the role that a user has now', async () => {
  expect(await idsOf([], 'user:ada')).toEqual(['ada'])
  expect(await idsOf([], 'user:gone')).toEqual([])
})
