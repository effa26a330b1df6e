import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { firestoreApiKeys } from '../../src/auth/api-key-store.firestore.ts'
import { currentCallers } from '../../src/auth/current-callers.ts'
import type { Caller, KeyCaller, UserCaller } from '../../src/http/caller.ts'
import { sessionAccess } from '../../src/deliveries/endpoint-scope.ts'
import type { Endpoint } from '../../src/deliveries/endpoint.ts'
import { changeEndpoint } from '../../src/deliveries/manage-endpoints.ts'
import { publishTestEvent } from '../../src/deliveries/publish-test-event.ts'
import { firestoreSessions } from '../../src/sessions/session-store.firestore.ts'
import { storedApiKey } from '../support/api-rig.ts'
import { deliveryRig, type DeliveryRig } from '../support/delivery-rig.ts'

/** Endpoints receive for as long as their creators may. */
let rig: DeliveryRig
beforeAll(async () => {
  rig = await deliveryRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const key: KeyCaller = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'acme',
  scopes: ['webhooks'],
  sessions: 'all',
  mode: 'live',
}
const operator: UserCaller = { kind: 'user', uid: 'bea', role: 'operator' }

const setOwners = (...owners: string[]) =>
  firestoreSessions(rig.engine.db).put({ ...rig.engine.session, owners })
const setCreators = (...creators: Caller[]) => void rig.needs.creators.splice(0, Infinity, ...creators)
let created = 0
/** What was cached of the creators of other tests does not count. */
const newCreator = (): string => `creator ${String(++created)}`
const find = async (endpoint: Endpoint) => (await rig.needs.endpoints.find(endpoint.id)) ?? endpoint
const alerts = async () =>
  (await rig.engine.db.collection('alerts').get()).docs.map((alert) => alert.get('event') as string)
const states = async () =>
  (await rig.needs.deliveries.list({ readers: 'all', limit: 100 })).map(({ state }) => state)

/** A scope, who created an endpoint for it, and how that creator loses the right. */
const losses: [string, Partial<Endpoint>, Caller, () => unknown][] = [
  ['the session changed owners', {}, key, () => setOwners('other')],
  [
    'the session was deleted',
    sessionAccess('ses_gone', 'acme'),
    { ...key, scopes: ['admin'] },
    () => setCreators(key),
  ],
  [
    'the operator was demoted',
    { scope: 'all' },
    operator,
    () => setCreators({ ...operator, role: 'sender' }),
  ],
  ['the user was disabled', { scope: 'all' }, operator, () => setCreators()],
  ['the key was revoked', { scope: 'owner:acme' }, key, () => setCreators()],
  ['the key lost its scope', { scope: 'owner:acme' }, key, () => setCreators({ ...key, scopes: ['send'] })],
  ['the key was bound', { scope: 'owner:acme' }, key, () => setCreators({ ...key, sessions: ['ses_1'] })],
]

it.each(losses)('posts nothing more once %s, and disables the endpoint', async (_, access, creator, lose) => {
  await setOwners('acme')
  setCreators(creator)
  const endpoint = await rig.addEndpoint({ ...access, createdBy: newCreator() })
  const post = async () => {
    await publishTestEvent(endpoint, rig.needs)
    await rig.fanOut()
    await rig.runTasks()
  }
  await post()
  expect(rig.receiver.came).toHaveLength(1)
  await lose()
  rig.engine.clock.advance(31)
  await post()
  expect(rig.receiver.came).toHaveLength(1)
  expect(await find(endpoint)).toMatchObject({
    enabled: false,
    disabled: {
      at: rig.engine.clock.now(),
      because: expect.stringContaining('may no longer receive') as string,
    },
  })
  expect(await alerts()).toEqual(['endpoint.disabled'])
})

it.each(losses)('does not post what waits for a retry once %s', async (_, access, creator, lose) => {
  await setOwners('acme')
  setCreators(creator)
  const endpoint = await rig.addEndpoint({ ...access, createdBy: newCreator() })
  rig.receiver.answer(500)
  await publishTestEvent(endpoint, rig.needs)
  await rig.fanOut()
  await rig.runTasks()
  await lose()
  rig.engine.clock.advance(60)
  await rig.runTasks()
  expect(rig.receiver.came).toHaveLength(1)
  expect(await states()).toEqual(['cancelled'])
})

it('notifies the other endpoints of the owner, and not the new owner of the session', async () => {
  await setOwners('acme')
  const lost = await rig.addEndpoint({ events: ['message.read'] })
  await rig.addEndpoint({
    ...sessionAccess('ses_2', 'acme'),
    scope: 'owner:acme',
    events: ['endpoint.disabled'],
  })
  await rig.addEndpoint({ owner: 'other', events: ['endpoint.disabled'] })
  setCreators(key)
  await setOwners('other')
  await rig.needs.recheckSession(rig.engine.session.id)
  setCreators({ ...key, scopes: ['admin'] })
  await rig.fanOut()
  await rig.runTasks()
  expect(rig.receiver.came).toMatchObject([{ type: 'endpoint.disabled', data: { endpoint: lost.id } }])
})

it('does not disable an endpoint because a cache is behind', async () => {
  await setOwners('acme')
  setCreators()
  const first = await rig.addEndpoint({ enabled: false, createdBy: newCreator() })
  expect(await rig.needs.confirmReceiver(first)).toBe(false)
  setCreators(key)
  expect(await rig.needs.confirmReceiver(first)).toBe(true)
})

it('refuses to enable or redirect an endpoint whose events the caller may not receive', async () => {
  await setOwners('other')
  const endpoint = await rig.addEndpoint({ enabled: false })
  for (const input of [{ enabled: true }, { url: 'http://127.0.0.1:9/' }, { events: ['*' as const] }])
    await expect(changeEndpoint(endpoint, { input, caller: key }, rig.needs)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  await changeEndpoint(endpoint, { input: { enabled: true }, caller: operator }, rig.needs)
  expect(await find(endpoint)).toMatchObject({ enabled: true, createdBy: 'user:bea' })
})

it('knows what a key or the keys of an owner may do now', async () => {
  const { db, clock } = rig.engine
  const lookUp = currentCallers({ keys: firestoreApiKeys(db), currentUser: async () => operator, clock })
  const id = (i: number) => `key_${String(i).padStart(26, '0')}`
  const ended = { revokedAt: new Date(0) }
  await storedApiKey(rig.engine, { id: id(1) })
  await storedApiKey(rig.engine, { id: id(2), ...ended })
  await storedApiKey(rig.engine, { id: id(3), expiresAt: new Date(0), rolledTo: id(1) })
  await storedApiKey(rig.engine, { id: id(4), ...ended, rolledTo: id(1) })
  await storedApiKey(rig.engine, { id: id(5), owner: 'gone', ...ended })
  const ids = async (of: string) =>
    (await lookUp(of)).map((caller) => (caller.kind === 'key' ? caller.keyId : caller.uid))
  expect(await ids(id(1))).toEqual([id(1)])
  expect(await ids(id(2))).toEqual([])
  expect(await ids(id(3))).toEqual([id(1)])
  expect(await ids(id(4))).toEqual([])
  expect(await ids(id(9))).toEqual([])
  await storedApiKey(rig.engine, { id: 'key_demo', owner: 'demo' })
  expect(await ids('key_demo')).toEqual(['key_demo'])
  expect(await ids('acme')).toEqual([id(1)])
  expect(await ids('gone')).toEqual([])
  expect(await ids('user:bea')).toEqual(['bea'])
})
