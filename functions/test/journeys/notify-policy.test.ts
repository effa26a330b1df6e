import type { ErrorAnswer, NotifyPolicyView } from '@waypost/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newApiKey, onDatabase } from '../support/database.ts'
import { callApi } from '../support/stack-api.ts'
import { hello, notify, numbers } from '../support/notify.ts'
import { idTokenOf } from '../support/sign-in.ts'

const path = '/v1/settings/notify-policy'
const number = numbers(37)
let [operator, plain] = ['', '']
beforeAll(async () => {
  ;[operator, plain] = [await idTokenOf('operator'), await idTokenOf('plain')]
  await asNew()
})
afterAll(() => asNew())

/** Restores the parameter's policy in the API's cache; the other files rely on it. */
async function asNew(): Promise<void> {
  await callApi(path, { method: 'PUT', as: operator, body: { others: 'claim', templates: {} } })
  await onDatabase((db) => db.doc('settings/notifyPolicy').delete())
}

const send = async (templateName: string): Promise<number> =>
  (await notify({ ...hello(number()), templateName, dryRun: true }, { as: plain })).status

it('lets an operator say which templates users without a role may send to whom', async () => {
  const before = await callApi<NotifyPolicyView>(path, { as: operator })
  expect([before.status, before.body]).toEqual([200, { others: 'claim', templates: {}, source: 'parameter' }])
  expect(await send('hello_world')).toBe(403)
  const body = { others: 'none', templates: { hello_world: 'any' } }
  const set = await callApi<NotifyPolicyView>(path, { method: 'PUT', as: operator, body })
  expect([set.status, set.body]).toEqual([200, expect.objectContaining({ ...body, source: 'settings' })])
  expect((await callApi<NotifyPolicyView>(path, { as: operator })).body).toEqual(set.body)
  expect(await send('hello_world')).toBe(200)
  expect(await send('order_shipped')).toBe(403)
})

it('keeps who set it in the audit log', async () => {
  const { body } = await callApi<{ data: unknown[] }>('/v1/audit?action=notify_policy.changed', {
    as: operator,
  })
  expect(body.data[0]).toMatchObject({
    action: 'notify_policy.changed',
    actor: expect.stringMatching(/^user:/) as string,
  })
})

it('is hidden from and closed to other callers', async () => {
  const key = await newApiKey({ scopes: ['send', 'read'] })
  for (const as of [plain, key])
    for (const method of ['GET', 'PUT'])
      expect((await callApi(path, { method, as, ...(method === 'PUT' && { body: {} }) })).status).toBe(403)
})

it.each([
  [{ others: 'everybody', templates: {} }, '/others'],
  [{ others: 'any', templates: { hello_world: 'none' } }, '/templates/hello_world'],
  [{ others: 'any' }, '/templates'],
])('refuses %j', async (body, field) => {
  const answer = await callApi<ErrorAnswer>(path, { method: 'PUT', as: operator, body })
  expect([answer.status, answer.body.fields?.map((fault) => fault.path)]).toEqual([400, [field]])
})
