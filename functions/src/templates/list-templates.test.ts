import { expect, it } from 'vitest'
import type { Caller, KeyCaller } from '../http/caller.ts'
import type { Session } from '../sessions/session.ts'
import { accountsOf, listTemplates, templateView } from './list-templates.ts'
import type { Template } from './template.ts'
import type { TemplateFilter } from './template-store.ts'

const session = (id: string, wabaId: string, owner = 'user:ann'): Session => ({
  id,
  name: id,
  channel: 'cloud',
  phoneNumberId: id,
  wabaId,
  owners: [owner],
  isDefault: false,
})
const sessions = [
  session('s1', 'w1'),
  session('s2', 'w1'),
  session('s3', 'w2', 'user:bob'),
  session('s4', ''),
]
const operator: Caller = { kind: 'user', uid: 'root', role: 'operator' }
const key = (more: Partial<KeyCaller> = {}): Caller => ({
  kind: 'key',
  keyId: 'key_1',
  owner: 'user:ann',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
  ...more,
})
const template = (name: string, id: string): Template => ({
  id,
  wabaId: 'w1',
  metaId: '2',
  name,
  language: 'en_US',
  status: 'APPROVED',
  category: 'UTILITY',
  parameterFormat: 'POSITIONAL',
  components: [],
  syncedAt: new Date('2026-03-01T12:00:00Z'),
})

async function list(
  caller: Caller,
  query: Partial<Parameters<typeof listTemplates>[0]> = {},
  stored: Template[] = [],
) {
  const filters: TemplateFilter[] = []
  const page = await listTemplates(
    { limit: 2, ...query },
    { caller, sessions },
    {
      list: (filter) => {
        filters.push(filter)
        return Promise.resolve(stored)
      },
    },
  )
  return { filters, page }
}

it('reads each account of a caller once, and none of a session without an account', () => {
  expect(accountsOf(key(), undefined, sessions)).toEqual(['w1'])
  expect(accountsOf(operator, undefined, sessions)).toEqual(['w1', 'w2'])
})

it('shows operators all templates, and everybody else those of their accounts', async () => {
  expect((await list(operator)).filters).toEqual([{ limit: 3 }])
  expect((await list(key())).filters).toEqual([{ limit: 3, wabaId: 'w1' }])
  const bound = await list(key({ scopes: ['admin'], sessions: ['s3'] }))
  expect(bound.filters.every(({ wabaId }) => wabaId !== undefined && wabaId !== 'w1')).toBe(true)
})

it('shows an operator that names a session the templates of its account only', async () => {
  expect((await list(operator, { session: 's3' })).filters).toEqual([{ limit: 3, wabaId: 'w2' }])
})

it('sorts by name and then by id, and continues behind the last one shown', async () => {
  const stored = [template('b', 't1'), template('a', 't3'), template('a', 't2')]
  const { page } = await list(operator, {}, stored)
  expect(page.items.map(({ id }) => id)).toEqual(['t2', 't3'])
  const next = await list(operator, { cursor: page.nextCursor ?? '' })
  expect(next.filters).toEqual([{ limit: 3, cursor: { name: 'a', id: 't3' } }])
  expect(next.page.nextCursor).toBeNull()
})

it('refuses a cursor of a list with another filter', async () => {
  const { page } = await list(operator, {}, [template('a', 't1'), template('b', 't2'), template('c', 't3')])
  await expect(list(operator, { cursor: page.nextCursor ?? '', status: 'PAUSED' })).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
  })
})

it('shows when a copy was read, and not since when it is gone', () => {
  const view = templateView({ ...template('a', 't1'), goneAt: new Date(0) })
  expect(view).toMatchObject({ name: 'a', syncedAt: '2026-03-01T12:00:00.000Z' })
  expect(view).not.toHaveProperty('goneAt')
})
