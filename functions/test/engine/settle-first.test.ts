import { createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Caller } from '../../src/http/caller.ts'
import { LEASE_SECONDS } from '../../src/dispatch/attempt-lease.ts'
import { recordReportedFailure } from '../../src/dispatch/record-reported-failure.ts'
import { sweepDue } from '../support/sweep-due.ts'
import { graphOverHttp } from '../../src/graph/graph-client.undici.ts'
import type { MessageContent } from '../../src/graph/payload.ts'
import type { StoredMessage } from '../../src/messages/message.ts'
import { sendMessage } from '../../src/send/send-message.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

/** See docs/reference/test-numbers.md. */
const TOKEN_EXPIRED = '+14045550120'
const NO_STATUS = '+12025550100'
const to = '+972546800360'

const caller: Caller = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'acme',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
}
const hello: MessageContent = {
  type: 'template',
  template: { templateName: 'hello_world', languageCode: 'en_US' },
}
async function send(recipient: string, needs = rig.needs, content = hello): Promise<StoredMessage> {
  const input = { caller, to: recipient, toField: '/to', content, options: {}, wait: true }
  const sent = await sendMessage({ ...input, idempotencyKey: undefined }, needs)
  if (sent.kind !== 'sent') throw new Error('a dry run')
  return sent.message
}
const current = async ({ id }: StoredMessage): Promise<StoredMessage> => {
  const message = await rig.needs.messages.find(id)
  if (!message) throw new Error(`${id} is gone`)
  return message
}
const sessionHold = async () => (await rig.needs.freshSessions())[0]?.hold
const alerts = async (): Promise<string[]> =>
  (await rig.db.collection('alerts').get()).docs.map((alert) => alert.get('event') as string)

/** The store rejects the next write of what follows from a settlement. */
const broken = (
  name: 'holdSession' | 'alert' | 'recordRecipientSignal' | 'publishEvent',
): EngineRig['needs'] => ({
  ...rig.needs,
  [name]: () => Promise.reject(new Error('the store is away')),
})

it.each(['holdSession', 'alert', 'publishEvent'] as const)(
  'keeps what Meta said of the account when %s fails, and does it with the sweep',
  async (name) => {
    const message = await send(TOKEN_EXPIRED, broken(name))
    expect(await current(message)).toMatchObject({
      sending: 'held',
      error: { code: 'WHATSAPP_TOKEN_EXPIRED' },
      followUp: { holdSession: true },
    })
    rig.clock.advance(61)
    await sweepDue(rig)
    const held = await current(message)
    expect(held.followUp).toBeUndefined()
    expect(held).toMatchObject({ sending: 'held', attempt: 1, wakeAt: held.notAfter })
    expect(await sessionHold()).toMatchObject({ code: 'WHATSAPP_TOKEN_EXPIRED' })
    expect(await alerts()).toEqual(['session.held'])
    expect(rig.events.map(({ type }) => type)).toEqual(['session.held'])
  },
)

it('does not repeat a hold that was ended meanwhile', async () => {
  await control('next', { to, code: 190 })
  await send(to, broken('alert'))
  rig.clock.advance(30)
  await rig.needs.resume(rig.session.id, rig.clock.now())
  rig.clock.advance(31)
  await sweepDue(rig)
  expect(await sessionHold()).toBeUndefined()
})

it.each([
  [
    'at once',
    async () => {
      await control('next', { to, code: 131047 })
      return send(to, broken('recordRecipientSignal'), { type: 'text', text: { body: 'Hello' } })
    },
  ],
  [
    'later',
    async () => {
      const message = await send(NO_STATUS, rig.needs, { type: 'text', text: { body: 'Hello' } })
      const failure = { code: 131047, title: 'Re-engagement message' }
      const report = { messageId: message.id, attempt: 1, failure }
      await recordReportedFailure(report, broken('recordRecipientSignal'))
      return message
    },
  ],
])(
  'keeps what Meta says of a contact %s when that cannot be written, and does it with the sweep',
  async (_when, refused) => {
    const message = await refused()
    expect(await current(message)).toMatchObject({ sending: 'failed', error: { code: 'WINDOW_CLOSED' } })
    const facts = () => rig.needs.loadEligibility(message.sessionId, message.to)
    expect((await facts())?.windowOpenUntil).toBeUndefined()
    rig.clock.advance(61)
    await sweepDue(rig)
    expect((await facts())?.windowOpenUntil).toBeDefined()
    const ended = await current(message)
    expect([ended.sending, ended.wakeAt, ended.followUp]).toEqual(['failed', undefined, undefined])
  },
)

it('leaves no mark when everything went well', async () => {
  const message = await current(await send(TOKEN_EXPIRED))
  expect(message.followUp).toBeUndefined()
  expect(message.wakeAt).toEqual(message.notAfter)
})

it('does not call Meta when its sender was stopped for most of the lease', async () => {
  const prepareEvent: EngineRig['needs']['prepareEvent'] = async () => {
    rig.clock.advance(LEASE_SECONDS / 8)
    return null
  }
  const message = await send(to, { ...rig.needs, prepareEvent })
  expect(message).toMatchObject({ sending: 'errored', error: { code: 'UPSTREAM_FAILED' } })
  expect(rig.graph.attempts()).toHaveLength(0)
  rig.clock.advance(60)
  await sweepDue(rig)
  expect(await current(message)).toMatchObject({ sending: 'accepted', attempt: 2 })
})

it('knows that a request was not sent when the connection is reset before it begins', async () => {
  const resetting = createServer((socket) => void socket.once('data', () => socket.resetAndDestroy()))
  await new Promise<void>((listening) => resetting.listen(0, '127.0.0.1', listening))
  const { port } = resetting.address() as { port: number }
  const client = (url: string) =>
    graphOverHttp(
      { url, testUrl: url, version: 'v26.0', accessToken: 'token', testAccessToken: 'token' },
      rig.needs.log,
    )
  const sender = { phoneNumberId: '1', mode: 'live' } as const
  const payload = { messaging_product: 'whatsapp' } as unknown as Parameters<typeof sendThrough>[1]
  const sendThrough = (url: string, body: Parameters<ReturnType<typeof client>['send']>[1]) =>
    client(url).send(sender, body)
  try {
    // The handshake of TLS is reset: the request never left. Over plain HTTP it had left.
    expect(await sendThrough(`https://127.0.0.1:${String(port)}`, payload)).toMatchObject({
      kind: 'not-sent',
    })
    expect(await sendThrough(`http://127.0.0.1:${String(port)}`, payload)).toMatchObject({ kind: 'unknown' })
    expect(await sendThrough('http://no-such-host.invalid', payload)).toMatchObject({ kind: 'not-sent' })
  } finally {
    resetting.close()
  }
})

async function control(path: string, body: object): Promise<void> {
  const answer = await fetch(`${rig.graph.url}/_simulator/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
}
