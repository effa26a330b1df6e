/** `waypost keys …` on a real database, and the API that the keys are for. */
import { Firestore } from 'firebase-admin/firestore'
import type { AuditList } from '@waypost/contract'
import { userInfo } from 'node:os'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listAuditRoute } from '../../functions/src/audit/audit.http.ts'
import { firestoreAudit } from '../../functions/src/audit/audit-store.firestore.ts'
import { apiKeyRoutes } from '../../functions/src/auth/api-keys.http.ts'
import { storedApiKey, createApiRig, type ApiRig } from '../../functions/test/support/api-rig.ts'
import { engineRig, type EngineRig } from '../../functions/test/support/engine-rig.ts'
import { runWaypost } from './support/run-waypost.ts'

const project = 'waypost-test'
let rig: EngineRig
let db: Firestore
let door: ApiRig
beforeAll(async () => {
  rig = await engineRig()
  const [host = '', port = ''] = rig.firestore.host.split(':')
  db = new Firestore({
    projectId: project,
    host: `${host}:${port}`,
    ssl: false,
    customHeaders: { authorization: 'Bearer owner' },
  })
  const platform = { ...rig.platform, db, clock: { now: () => new Date() } }
  door = createApiRig({ ...rig, platform }, (needs) => [
    ...apiKeyRoutes(async () => needs),
    listAuditRoute(async () => ({ audit: firestoreAudit(db) })),
  ])
}, 60_000)
afterAll(async () => {
  await db.terminate()
  await rig.close()
})

const keys = (...args: string[]) =>
  runWaypost(['keys', ...args, '--project', project], {
    environment: { FIRESTORE_EMULATOR_HOST: rig.firestore.host },
  })
const works = async (secret: string) => (await door.ask<unknown>('/v1/keys', { as: secret })).status === 200

it('makes the first key of an installation, and writes its secret to stdout alone', async () => {
  const result = await keys('create', 'Ops', '--owner', 'ops', '--scopes', 'admin')
  expect(result.code, result.stderr).toBe(0)
  const secret = result.stdout.trim()
  expect(secret).toMatch(/^wp_live_[0-9A-Za-z]{39}$/)
  expect(result.stderr).toContain('shown only once')
  expect(result.stderr).not.toContain(secret)
  expect(await works(secret)).toBe(true)
  const { body } = await door.ask<AuditList>('/v1/audit', { as: secret })
  expect(body.data.map(({ action, actor }) => [action, actor])).toEqual([
    ['key.created', `user:cli:${userInfo().username}`],
  ])
})

it('makes a key as it is described', async () => {
  await db.doc('sessions/ses_shop').set({ name: 'Shop' })
  const result = await keys(
    'create',
    'Shop',
    ...['--owner', 'shop', '--scopes', 'send,send:get', '--sessions', 'ses_shop'],
    ...['--test', '--expires', '2099-01-31T00:00:00Z', '--json'],
  )
  expect(result.code, result.stderr).toBe(0)
  expect(JSON.parse(result.stdout)).toMatchObject({
    name: 'Shop',
    owner: 'shop',
    mode: 'test',
    scopes: ['send', 'send:get'],
    sessions: ['ses_shop'],
    expiresAt: '2099-01-31T00:00:00.000Z',
    state: 'active',
  })
})

it('lists keys without their secrets, and revokes one', async () => {
  const secret = await storedApiKey({ ...rig, db }, { id: 'key_zz', scopes: ['admin'] })
  const listed = await keys('list')
  expect(listed.stdout).not.toContain(secret)
  expect(listed.stdout).toContain(`key_zz  active   ${secret.slice(0, 12)}…${secret.slice(-4)}`)
  const revoked = await keys('revoke', 'key_zz', '--json')
  expect(JSON.parse(revoked.stdout)).toMatchObject({ id: 'key_zz', state: 'revoked' })
  expect(await works(secret)).toBe(false)
})

it('says how to come by credentials where there are none', async () => {
  const result = await runWaypost(['keys', 'create', 'Shop', '--owner', 'shop', '--project', 'acme'], {
    // Nothing of the environment: a home without credentials, and no metadata server.
    environment: {
      HOME: import.meta.dirname,
      METADATA_SERVER_DETECTION: 'none',
      GOOGLE_APPLICATION_CREDENTIALS: undefined,
    },
  })
  expect([result.code, result.stdout]).toEqual([1, ''])
  expect(result.stderr).toContain('gcloud auth application-default login')
})

it.each([
  ['no owner', ['create', 'Shop'], 2, '--owner'],
  ['an unknown scope', ['create', 'Shop', '--owner', 'shop', '--scopes', 'everything'], 2, 'scopes'],
  ['no time', ['create', 'S', '--owner', 's', '--expires', 'soon'], 2, 'expiresAt must be an ISO 8601 time'],
  ['a session that is not there', ['create', 'S', '--owner', 's', '--sessions', 'ses_x'], 1, 'ses_x'],
  ['a key that is not there', ['revoke', 'key_00000000000000000000000000'], 1, 'API key not found'],
])('says what is wrong: %s', async (_, args, code, words) => {
  const result = await keys(...args)
  expect([result.code, result.stdout]).toEqual([code, ''])
  expect(result.stderr).toContain(words)
})
