import type { QueryDocumentSnapshot } from 'firebase-admin/firestore'
import functionsTest from 'firebase-functions-test'
import { afterAll, expect, it } from 'vitest'
import type { AttemptDeliveryNeeds } from '../src/deliveries/attempt-delivery.ts'
import { deliverEventFunction } from '../src/deliveries/deliver.task.ts'
import { retryDeliveriesFunction } from '../src/deliveries/deliveries.schedule.ts'
import { fanOutEventFunction, type FanOutTriggerNeeds } from '../src/deliveries/fan-out.trigger.ts'
import type { SweepDeliveriesNeeds } from '../src/deliveries/sweep-deliveries.ts'
import { processInboxFunction, type ProcessTriggerNeeds } from '../src/inbox/process.trigger.ts'
import { downloadMediaFunction } from '../src/media/download-media.task.ts'
import type { DownloadMediaNeeds } from '../src/media/download-media.ts'
import { dispatchMessageFunction } from '../src/dispatch/dispatch.task.ts'
import type { RunQueuedAttemptNeeds } from '../src/dispatch/run-queued-attempt.ts'
import { outboxFunction, outboxUpdatedFunction } from '../src/outbox/outbox.trigger.ts'
import type { ProcessOutboxNeeds } from '../src/outbox/process-outbox-document.ts'

/** Calls the entry points as Firebase does: what they unwrap and pass on. */
const firebase = functionsTest({ projectId: 'demo-entry-points' })
afterAll(() => firebase.cleanup())

const document = (fields: Record<string, unknown>): QueryDocumentSnapshot =>
  firebase.firestore.makeDocumentSnapshot(fields, 'outbox/order-1') as QueryDocumentSnapshot

/** An outbox that records the statuses written to it; nothing else is available. */
function listeningOutbox() {
  const written: unknown[] = []
  const needs = {
    outbox: {
      writeStatus: async (path: string, { state, error }: { state: string; error: unknown }) =>
        written.push({ path, state, error }) > 0,
    },
    clock: { now: () => new Date(0) },
  } as unknown as ProcessOutboxNeeds
  return { written, needs: async () => needs }
}

it('hands a new outbox document on, without what we wrote into it', async () => {
  const { written, needs } = listeningOutbox()
  const outbox = firebase.wrap(outboxFunction({ document: 'outbox/{id}' }, needs))
  await outbox({ data: document({ delivery: { state: 'PENDING' }, colour: 'red' }) })
  expect(written).toMatchObject([
    { path: 'outbox/order-1', state: 'ERROR', error: { code: 'INVALID_REQUEST' } },
  ])
  expect(JSON.stringify(written)).not.toContain('delivery')
})

it('looks at a changed document only when its delivery.state became RETRY', async () => {
  const { written, needs } = listeningOutbox()
  const updated = firebase.wrap(outboxUpdatedFunction({ document: 'outbox/{id}' }, needs))
  const change = (before: string, after: string) => ({
    data: firebase.makeChange(
      document({ delivery: { state: before } }),
      document({ delivery: { state: after } }),
    ),
  })
  await updated(change('ERROR', 'PROCESSING'))
  await updated(change('RETRY', 'RETRY'))
  await updated(change('RETRY', 'SUCCESS'))
  expect(written).toEqual([])
  await updated(change('ERROR', 'RETRY'))
  expect(written).toHaveLength(1)
})

it('hands a task on as the attempt it stands for, and refuses one that is none', async () => {
  const asked: string[] = []
  const needs = {
    messages: { find: async (id: string) => (asked.push(id), null) },
  } as unknown as RunQueuedAttemptNeeds
  const task = dispatchMessageFunction({}, async () => needs)
  await task.run({ data: { messageId: 'msg_1', attempt: 1 }, auth: undefined } as unknown as Parameters<
    typeof task.run
  >[0])
  expect(asked).toEqual(['msg_1'])
  await expect(
    task.run({ data: { attempt: 1 } } as unknown as Parameters<typeof task.run>[0]),
  ).rejects.toThrow()
})

it('tries for a file ten times, and knows which try is the last', async () => {
  const noted: string[] = []
  const media = { state: 'pending', metaId: '7', mimeType: 'image/png' } as const
  const needs: DownloadMediaNeeds = {
    records: {
      find: async (id) => ({ id, sessionId: 'ses_1', purgeAt: new Date(0), media }),
      update: async (_id, { state }) => noted.push(state) > 0,
    },
    openMedia: async () => ({ failure: { message: 'Meta is away.' } }),
    store: async () => ({ put: async () => undefined, remove: async () => undefined }),
    session: async () => ({ phoneNumberId: '1' }),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  }
  const task = downloadMediaFunction({}, async () => needs)
  const tried = (retryCount: number) =>
    task.run({ data: { messageId: 'msg_1' }, retryCount } as unknown as Parameters<typeof task.run>[0])
  await expect(tried(0)).rejects.toThrow('Meta is away.')
  await expect(tried(8)).rejects.toThrow('Meta is away.')
  await tried(9)
  await tried(12)
  expect(noted).toEqual(['pending', 'pending', 'failed', 'failed'])
})

it('hands an inbox item on', async () => {
  const finished: unknown[] = []
  const needs = {
    read: () => ({ id: 'item', kind: 'change', field: 'flows', wabaId: '', phoneNumberId: '', item: '{}' }),
    inbox: {
      finish: async (id: string, { state }: { state: string }) => void finished.push({ id, state }),
    },
    clock: { now: () => new Date(0) },
    log: { info: () => undefined },
  } as unknown as ProcessTriggerNeeds
  const processInbox = firebase.wrap(processInboxFunction({}, async () => needs))
  await processInbox({ data: document({}) })
  expect(finished).toEqual([{ id: 'item', state: 'kept' }])
})

it('hands an event on to be made into deliveries', async () => {
  const asked: string[] = []
  const needs = {
    read: () => ({ endpointIds: ['ep_1', 'ep_2'] }),
    endpoint: async (id: string) => (asked.push(id), null),
  } as unknown as FanOutTriggerNeeds
  const fanOutEvent = firebase.wrap(fanOutEventFunction({}, async () => needs))
  await fanOutEvent({ data: document({}) })
  expect(asked).toEqual(['ep_1', 'ep_2'])
})

it('hands a task on as the delivery it stands for, and refuses one that is none', async () => {
  const asked: string[] = []
  const findWithEndpoint = async (...ids: string[]) => (
    asked.push(...ids),
    { delivery: null, endpoint: null }
  )
  const needs = { deliveries: { findWithEndpoint } } as unknown as AttemptDeliveryNeeds
  const task = deliverEventFunction({}, async () => needs)
  const run = (data: object) => task.run({ data } as unknown as Parameters<typeof task.run>[0])
  await run({ deliveryId: 'dlv_1', endpointId: 'ep_1', attempt: 1 })
  expect(asked).toEqual(['dlv_1', 'ep_1'])
  await expect(run({ deliveryId: 'dlv_1' })).rejects.toThrow()
})

it('asks once a minute for deliveries that are due', async () => {
  const due: unknown[] = []
  const needs = {
    deliveries: { listDue: async (_now: Date, limit: number) => (due.push(limit), []) },
    clock: { now: () => new Date(0) },
  } as unknown as SweepDeliveriesNeeds
  const schedule = retryDeliveriesFunction({}, async () => needs)
  await schedule.run({ scheduleTime: new Date(0).toISOString() })
  expect(due).toEqual([200])
})
