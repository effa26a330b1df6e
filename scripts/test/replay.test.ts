/** Having what Meta posted done again, on the real routes and the real database. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { receiveWebhook } from '../../functions/src/intake/receive-webhook.ts'
import { recentBodyCache } from '../../functions/src/intake/recent-body-cache.ts'
import { firestoreInbox } from '../../functions/src/inbox/inbox-store.firestore.ts'
import { instantOf } from '../waypost/replay/run-replay.ts'
import type { ReplayResult } from '../waypost/replay/replay.ts'
import { API_KEY, installation, type Installation } from './support/installation.ts'
import { runWaypost } from './support/run-waypost.ts'

let house: Installation
beforeAll(async () => {
  house = await installation(() => 'token')
})
afterAll(() => house.close())
beforeEach(() => house.rig.firestore.clear())

/** Some things that Meta posted, in the state in which they were left. */
async function left(field: string, value: object, state: 'quarantined' | 'done' | 'new'): Promise<void> {
  const { rig } = house
  const json = {
    object: 'whatsapp_business_account',
    entry: [{ id: rig.session.wabaId, changes: [{ field, value }] }],
  }
  const bytes = Buffer.from(JSON.stringify(json))
  await receiveWebhook({ bytes, json }, { ...rig.intake, seen: recentBodyCache() })
  const { docs } = await rig.db.collection('inbox').where('field', '==', field).get()
  if (state !== 'new')
    for (const { id } of docs)
      await firestoreInbox(rig.db).finish(id, { state, because: 'as a test has it', at: rig.clock.now() })
}

const unreadable = (): Promise<unknown> => {
  const json = { object: 'page', entry: [] }
  const bytes = Buffer.from(JSON.stringify(json))
  return receiveWebhook({ bytes, json }, { ...house.rig.intake, seen: recentBodyCache() })
}

async function replay(...args: string[]) {
  const { code, stdout, stderr } = await runWaypost(
    ['replay', '--project', 'waypost-test', '--api-url', house.url, '--json', ...args],
    { environment: { WAYPOST_API_KEY: API_KEY } },
  )
  expect(stderr).toBe('')
  const { replayed, ok } = JSON.parse(stdout) as { replayed: ReplayResult[]; ok: boolean }
  expect(code).toBe(ok ? 0 : 1)
  return replayed
}

const states = async (): Promise<unknown[]> =>
  (await house.rig.db.collection('inbox').get()).docs
    .map((document) => document.get('state') as unknown)
    .toSorted()

it('reprocesses quarantined items, and reports those that remain', async () => {
  await left('flows', { event: 'x' }, 'quarantined')
  await left('standby', { event: 'x' }, 'done')
  await unreadable()
  const replayed = await replay('--since', '2026-01-01T00:00:00Z', '--quarantined')
  expect(replayed).toMatchObject([
    { kind: 'body', was: 'quarantined', now: 'quarantined', because: 'object is "page"' },
    { kind: 'item', what: 'flows', was: 'quarantined', now: 'kept' },
  ])
  expect(await states()).toEqual(['done', 'kept'])
})

it('reprocesses everything by default, any number of times', async () => {
  await left('flows', { event: 'x' }, 'quarantined')
  await left('standby', { event: 'x' }, 'done')
  await left('calls', { event: 'x' }, 'new')
  for (const _time of [1, 2])
    expect((await replay('--since', '2026-01-01T00:00:00Z')).map(({ now }) => now)).toEqual([
      'kept',
      'kept',
      'kept',
    ])
})

it('changes nothing in a dry run', async () => {
  await left('flows', { event: 'x' }, 'quarantined')
  expect(await replay('--since', '2026-01-01T00:00:00Z', '--dry-run')).toEqual([
    expect.objectContaining({ was: 'quarantined', because: 'as a test has it' }),
  ])
  expect(await states()).toEqual(['quarantined'])
})

it('leaves what came before', async () => {
  await left('flows', { event: 'x' }, 'quarantined')
  expect(await replay('--since', '2026-03-02T00:00:00Z')).toEqual([])
})

it('reads more than a page', async () => {
  for (let i = 0; i < 130; i++) await left('flows', { i }, 'new')
  expect(await replay('--since', '2026-01-01T00:00:00Z', '--dry-run')).toHaveLength(130)
})

it('wants a key, and a time that is one', async () => {
  const args = ['replay', '--project', 'waypost-test', '--api-url', house.url, '--since']
  const noKey = await runWaypost([...args, '1h'], { environment: { WAYPOST_API_KEY: undefined } })
  expect(noKey).toMatchObject({ code: 2, stderr: expect.stringContaining('WAYPOST_API_KEY') as string })
  const noTime = await runWaypost([...args, 'lately'], { environment: { WAYPOST_API_KEY: API_KEY } })
  expect(noTime).toMatchObject({ code: 2, stderr: expect.stringContaining('30m, 2h, 3d') as string })
})

it.each([
  ['30m', '2026-03-01T11:30:00.000Z'],
  ['2h', '2026-03-01T10:00:00.000Z'],
  ['3d', '2026-02-26T12:00:00.000Z'],
  ['2026-02-01', '2026-02-01T00:00:00.000Z'],
])('reads %s', (written, instant) => {
  expect(instantOf(written, new Date('2026-03-01T12:00:00Z'))).toBe(instant)
})
