import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { KeyCaller } from '../../src/http/caller.ts'
import { runQueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import { recordReportedFailure } from '../../src/dispatch/record-reported-failure.ts'
import { sweepDue } from '../support/sweep-due.ts'
import { sendMessage } from '../../src/send/send-message.ts'
import { processOutboxDocument } from '../../src/outbox/process-outbox-document.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const to = '+972546800360'
/** See docs/reference/test-numbers.md. */
const NO_STATUS = '+12025550100'
const caller: KeyCaller = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'acme',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
}
const send = (wait: boolean, idempotencyKey?: string, recipient = to) =>
  sendMessage(
    {
      caller,
      to: recipient,
      toField: '/phoneNumber',
      content: { type: 'template', template: { templateName: 'hello_world', languageCode: 'en_US' } },
      options: {},
      wait,
      idempotencyKey,
    },
    rig.needs,
  )
const records = async (): Promise<number> => (await rig.db.collection('messages').count().get()).data().count

it.each([
  ['waits for Meta', true],
  ['is queued', false],
])('makes one message of fifty requests at once under one key, when it %s', async (_how, wait) => {
  await Promise.all(Array.from({ length: 50 }, () => send(wait, 'order-1')))
  for (const task of rig.tasks) await runQueuedAttempt(attemptOf(task), rig.needs)
  expect(await records()).toBe(1)
  expect(rig.graph.received(to)).toHaveLength(1)
})

it('sends a due message once when two sweeps and its task come for it together', async () => {
  for (let round = 0; round < 10; round++) {
    await send(false)
    rig.clock.advance(121)
    const task = rig.tasks.at(-1)
    if (!task) throw new Error('Nothing was enqueued')
    await Promise.all([
      sweepDue(rig),
      runQueuedAttempt(attemptOf(task), rig.needs),
      sweepDue(rig),
      runQueuedAttempt(attemptOf(task), rig.needs),
    ])
    expect(rig.graph.attempts(to)).toHaveLength(round + 1)
  }
})

it.each([
  ['one recipient', to],
  ['several recipients', [to, '+972546800361', '+972546800362']],
])('sends a document for %s once, though its event comes ten times at once', async (_who, recipients) => {
  const fields = { to: recipients, template: { name: 'hello_world', language: 'en_US' } }
  const document = { path: 'outbox/order-1', fields }
  await rig.db.doc(document.path).set(fields)
  await Promise.all(Array.from({ length: 10 }, () => processOutboxDocument(document, rig.needs)))
  await Promise.all(rig.tasks.map((task) => runQueuedAttempt(attemptOf(task), rig.needs)))
  await processOutboxDocument(document, rig.needs)
  for (const recipient of [recipients].flat()) expect(rig.graph.attempts(recipient)).toHaveLength(1)
  rig.clock.advance(61)
  await sweepDue(rig)
  expect((await rig.db.doc(document.path).get()).get('delivery.state')).toBe('SUCCESS')
})

it('settles a message once when its failure is reported by many at once', async () => {
  const sent = await send(true, undefined, NO_STATUS)
  if (sent.kind !== 'sent') throw new Error('a dry run')
  const report = { messageId: sent.message.id, attempt: 1, failure: { code: 131026 } }
  await Promise.all(Array.from({ length: 5 }, () => recordReportedFailure(report, rig.needs)))
  const message = await rig.needs.messages.find(sent.message.id)
  expect(message).toMatchObject({ sending: 'failed', error: { code: 'RECIPIENT_UNREACHABLE' } })
  const settled = message?.timeline.filter(
    (entry) => entry.source === 'waypost' && entry.status === 'failed' && !entry.note?.startsWith('Late:'),
  )
  expect(settled?.length).toBe(1)
})

const attemptOf = ({ data }: { readonly data: object }) => data as { messageId: string; attempt: number }
