import type { AuditList, ErrorAnswer, SendAnswer } from '@waypost/contract'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { listAuditRoute } from '../../src/audit/audit.http.ts'
import { firestoreAudit } from '../../src/audit/audit-store.firestore.ts'
import { apiKeyRoutes } from '../../src/auth/api-keys.http.ts'
import { batchRoute } from '../../src/send/batch.http.ts'
import { notifyRoute } from '../../src/send/notify.http.ts'
import { cancelRoute, retryManyRoute } from '../../src/dispatch/message-actions.http.ts'
import { storedApiKey, createApiRig, type ApiRig } from '../support/api-rig.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

let rig: EngineRig
let door: ApiRig
beforeAll(async () => {
  rig = await engineRig()
  const sending = async () => rig.needs
  door = createApiRig(rig, (needs) => [
    ...apiKeyRoutes(async () => needs),
    listAuditRoute(async () => ({ audit: firestoreAudit(rig.db) })),
    notifyRoute(sending),
    batchRoute(sending),
    cancelRoute(sending),
    retryManyRoute(sending),
  ])
}, 60_000)
afterAll(() => rig.close())
beforeEach(async () => {
  const entries = await rig.db.collection('audit').get()
  for (const { ref } of entries.docs) await ref.delete()
  rig.clock.advance(60)
})

const audit = async (query = '') => (await door.ask<AuditList>(`/v1/audit${query}`, { as: 'operator' })).body
const makeKey = async (as: string) =>
  (
    await door.ask<{ id: string }>('/v1/keys', {
      method: 'POST',
      as,
      body: { name: 'Shop', owner: 'shop', scopes: ['send'] },
    })
  ).body.id
const hello = {
  phoneNumber: '+972546800360',
  templateName: 'hello_world',
  languageCode: 'en_US',
}
const notify = (as: string, about: object = {}) =>
  door.ask<SendAnswer>('/v1/whatsapp/notify', { method: 'POST', as, body: { ...hello, ...about } })

it('says who did what to what, when, from where and in which request', async () => {
  const id = await makeKey('operator:olga')
  const { data, hasMore } = await audit()
  expect(hasMore).toBe(false)
  expect(data).toEqual([
    {
      id: expect.stringMatching(/^aud_/) as string,
      at: rig.clock.now().toISOString(),
      action: 'key.created',
      outcome: 'done',
      actor: 'user:olga',
      target: id,
      details: { owner: 'shop', mode: 'live', scopes: 'send', sessions: 'all' },
      ip: '203.0.113.9',
      requestId: expect.stringMatching(/^req_/) as string,
    },
  ])
})

it('finds entries by each filter, and by several', async () => {
  const first = await makeKey('operator:olga')
  rig.clock.advance(60)
  const between = rig.clock.now().toISOString()
  const second = await makeKey('admin:adam')
  await door.ask<unknown>(`/v1/keys/${first}/revoke`, { method: 'POST', as: 'admin:adam', body: {} })
  const targets = async (query: string) =>
    (await audit(query)).data.map(({ action, target }) => `${action} ${target}`)
  expect(await targets('?actor=user:olga')).toEqual([`key.created ${first}`])
  expect(await targets('?action=key.revoked')).toEqual([`key.revoked ${first}`])
  expect(await targets(`?target=${second}`)).toEqual([`key.created ${second}`])
  expect(await targets(`?until=${between}`)).toEqual([`key.created ${first}`])
  expect(await targets(`?since=${between}&action=key.created`)).toEqual([`key.created ${second}`])
  expect(await targets(`?target=${first}&actor=user:adam`)).toEqual([`key.revoked ${first}`])
  expect(await targets('?session=ses_test')).toEqual([])
})

it('pages from the youngest to the oldest, and newer entries do not disturb it', async () => {
  const ids = [await makeKey('operator'), await makeKey('operator'), await makeKey('operator')]
  const first = await audit('?limit=2')
  await makeKey('operator')
  const second = await audit(`?limit=2&cursor=${String(first.nextCursor)}`)
  expect([...first.data, ...second.data].map(({ target }) => target)).toEqual(ids.toReversed())
  expect([first.hasMore, second.hasMore, second.nextCursor]).toEqual([true, false, null])
})

it.each(['nonsense', 'aud_00000000000000000000000000'])('refuses the cursor %s', async (cursor) => {
  const { status, body } = await door.ask<ErrorAnswer>(`/v1/audit?cursor=${cursor}`, { as: 'operator' })
  expect([status, body.fields?.[0]?.path]).toEqual([400, '/cursor'])
})

it.each(['operator:olga', 'admin:olga'])('records what %s sends, refused or not', async (who) => {
  const { body } = await notify(who)
  await notify(who, { phoneNumber: '+12025550102' })
  const { data } = await audit()
  expect(data.map(({ action, actor }) => [action, actor])).toEqual(
    data.map(() => ['message.sent', 'user:olga']),
  )
  expect(data.map(({ target }) => target)).toContain(body.id)
  expect(JSON.stringify(data)).not.toContain('546800360')
})

it('does not record what senders, plain keys and servers send, nor what was only tried', async () => {
  await notify('sender')
  await notify(await storedApiKey(rig, { scopes: ['send'] }))
  await notify(await storedApiKey(rig, { scopes: ['admin'] }))
  await notify('operator', { dryRun: true })
  expect((await audit()).data).toEqual([])
})

it('records a batch of an operator by its request', async () => {
  const { phoneNumber: _, ...template } = hello
  const rows = { messages: [{ to: '+972546800360', type: 'template', template }] }
  await door.ask<unknown>('/v1/batch', { method: 'POST', as: 'operator', body: rows })
  const { data } = await audit()
  expect(data.map(({ action, target, requestId }) => [action, target === requestId])).toEqual([
    ['messages.sent', true],
  ])
})

it('records that an operator, or a key that sees all, steered a message', async () => {
  const sendAt = new Date(rig.clock.now().getTime() + 3_600_000).toISOString()
  const mine = await notify('sender:sam', { sendAt })
  const other = await notify('sender:sam', { sendAt })
  const third = await notify('sender:sam', { sendAt })
  const cancel = (id: string, as: string) =>
    door.ask<unknown>(`/v1/messages/${id}/cancel`, { method: 'POST', as, body: {} })
  await cancel(mine.body.id, 'sender:sam')
  await cancel(other.body.id, 'operator:olga')
  await cancel(third.body.id, await storedApiKey(rig, { id: 'key_server' }))
  const { data } = await audit('?action=message.cancelled')
  expect(data.map(({ actor, target }) => [actor, target])).toEqual([
    ['key_server', third.body.id],
    ['user:olga', other.body.id],
  ])
})

it('records as failed what an operator was refused', async () => {
  const id = `msg_${'0'.repeat(26)}`
  await door.ask<unknown>(`/v1/messages/${id}/cancel`, { method: 'POST', as: 'operator:olga' })
  await notify('operator:olga', { phoneNumber: '+14045550140' })
  const { data } = await audit()
  expect(data.map(({ action, outcome, details }) => [action, outcome, details])).toEqual([
    ['message.sent', 'failed', { code: 'RECIPIENT_UNREACHABLE' }],
    ['message.cancelled', 'failed', { code: 'MESSAGE_NOT_FOUND' }],
  ])
})

it('raises an alert when an act that cannot be undone is missing in the log', async () => {
  rig.firestore.failNext({ rpc: 'Commit', code: 'PERMISSION_DENIED', collection: 'audit' })
  const { status, body } = await notify('operator:olga')
  expect(status).toBe(200)
  expect((await audit()).data).toEqual([])
  const alerts = await rig.db.collection('alerts').where('event', '==', 'audit.lost').get()
  expect(alerts.docs.map((document) => document.get('about') as string)).toEqual([body.id])
})
