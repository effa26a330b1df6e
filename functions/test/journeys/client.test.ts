/** The SDK as an app uses it, against the whole stack. */
import { beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { isWaypostError, Waypost } from '../../../packages/client/src/index.ts'
import { verifyWebhook } from '../../../packages/client/src/webhooks/index.ts'
import { stack } from '../support/stack-api.ts'
import { numbers } from '../support/notify.ts'
import { idTokenOf } from '../support/sign-in.ts'
import { stackTime } from '../support/stack-clock.ts'
import { webhookReceiver } from '../support/webhook-receiver.ts'

const number = numbers(98)
const server = new Waypost({ baseUrl: stack.apiUrl, apiKey: stack.apiKey })
let browser: Waypost
beforeAll(async () => {
  const token = await idTokenOf('operator')
  // The first token is one that the API refuses, like one that was revoked.
  browser = new Waypost({ baseUrl: stack.apiUrl, getToken: (fresh) => (fresh ? token : 'revoked') })
})

const hello = (to: string) => ({ to, templateName: 'hello_world', languageCode: 'en_US' })

it('sends once under a key, and follows the message until it is read', async () => {
  const to = number()
  const sent = await browser.notify(hello(to), { key: `client-${to}` })
  const again = await browser.notify(hello(to), { key: `client-${to}` })
  expect(again.id).toBe(sent.id)
  const statuses: string[] = []
  for await (const message of browser.messages.watch(sent.id)) statuses.push(message.status)
  expect(statuses.at(-1)).toBe('read')
})

it('throws the error of the API, narrowed by its code', async () => {
  const refused = server.sendText({ to: 'somebody', text: 'Hello' }, { key: 'random' })
  const error: unknown = await refused.catch((failure: unknown) => failure)
  if (!isWaypostError(error, 'RECIPIENT_INVALID')) throw error
  expect(error).toMatchObject({ status: 400, retry: 'never' })
  expect([error.requestId, error.docs].join()).toMatch(/^req_\w+,.*errors#recipient-invalid$/)
})

it('lists across pages, sends batches and dry runs', async () => {
  const [first, second] = [number(), number()]
  const { data } = await server.batch([hello(first), hello(second)], { key: `batch-${first}` })
  expect(data.map(({ index }) => index)).toEqual([0, 1])
  const found: string[] = []
  for await (const message of server.messages.list({ template: 'hello_world', limit: 1 })) {
    found.push(message.id)
    if (found.length === 2) break
  }
  expect(new Set(found).size).toBe(2)
  expect(await server.notify({ ...hello(first), dryRun: true })).toMatchObject({
    dryRun: true,
    recipient: first,
  })
})

it('uploads a file and changes settings', async () => {
  const picture = new Blob([Buffer.from('iVBORw0KGgo=', 'base64')], { type: 'image/png' })
  expect((await server.media.upload(picture, { filename: 'dot.png' })).id).toMatch(/\w+/)
  const { id, secret } = await server.endpoints.create({ events: ['message.read'] })
  expect(secret).toMatch(/^whsec_/)
  await server.endpoints.update(id, { enabled: false })
  expect(await server.endpoints.get(id)).toMatchObject({ enabled: false })
  await server.endpoints.delete(id)
  await expect(server.endpoints.get(id)).rejects.toMatchObject({ status: 404 })
  expect(await server.health.get()).toMatchObject({ status: expect.any(String) as string })
})

it('verifies the webhooks that an endpoint receives', async () => {
  const receiver = await webhookReceiver()
  onTestFinished(() => receiver.close())
  const { id, secret } = await server.endpoints.create({ url: receiver.url, events: ['message.read'] })
  onTestFinished(async () => void (await server.endpoints.delete(id)))
  receiver.trust(secret)
  await server.endpoints.test(id)
  const [webhook] = await vi.waitFor(
    () => {
      expect(receiver.came).toHaveLength(1)
      return receiver.came
    },
    { timeout: 10_000, interval: 20 },
  )
  if (!webhook) throw new Error('No webhook arrived.')
  const now = (await stackTime()).getTime()
  const event = await verifyWebhook(secret, { headers: webhook.headers, rawBody: webhook.raw }, { now })
  expect(event).toMatchObject({ type: 'webhook.test', id: webhook.id, data: { endpoint: id } })
})
