import { expect, it } from 'vitest'
import type { Message } from './message.ts'
import { mergeOutboxStatuses, outboxStatus, type OutboxStatus } from './outbox-status.ts'
import { encodeProgress } from './progress.ts'

const at = new Date('2026-01-01T00:00:00Z')
const now = new Date('2026-01-01T00:05:00Z')
const later = new Date('2026-01-01T01:00:00Z')
const message = (changed: Partial<Message> = {}): Message => ({
  id: 'msg_1',
  direction: 'out',
  owner: 'shop',
  sessionId: 'ses_a',
  to: '+4915100000001',
  conversationId: 'cnv_1',
  content: { type: 'text', text: { body: 'Hello' } },
  mode: 'live',
  metadata: {},
  ifUnknown: 'fail',
  cancelOn: [],
  notAfter: later,
  createdAt: at,
  purgeAt: later,
  sending: 'accepted',
  attempt: 1,
  progress: 0,
  timeline: [],
  ...changed,
})
const statusOf = (changed: Partial<Message>): OutboxStatus => outboxStatus(message(changed), now)
const delivered: Partial<Message> = {
  progress: encodeProgress(1, 'delivered'),
  timeline: [{ source: 'meta', at, status: 'delivered', attempt: 1, wamid: 'wamid.1', raw: '{}' }],
}
const refused = { code: 'UPSTREAM_FAILED', message: 'Meta refused it.' } as const

it.each<[Message['sending'], string]>([
  ['queued', 'PENDING'],
  ['sending', 'PROCESSING'],
  ['errored', 'PROCESSING'],
  ['held', 'PROCESSING'],
  ['accepted', 'SUCCESS'],
  ['failed', 'ERROR'],
  ['cancelled', 'ERROR'],
  ['expired', 'ERROR'],
  ['suppressed', 'ERROR'],
])('shows a message that is %s as %s', (sending, state) => {
  expect(statusOf({ sending })).toMatchObject({ state, attempts: 1, startTime: at })
})

it('ends a document only when nothing more happens to it', () => {
  expect(statusOf({ sending: 'errored' }).endTime).toBeNull()
  expect(statusOf({ sending: 'failed' }).endTime).toEqual(now)
  expect(statusOf({ sending: 'accepted' }).endTime).toEqual(now)
})

it('waits for an unknown outcome that is looked at again', () => {
  expect(statusOf({ sending: 'unknown', wakeAt: later }).state).toBe('PROCESSING')
  expect(statusOf({ sending: 'unknown', followUp: { wakeAt: later } }).state).toBe('PROCESSING')
})

it('gives up an unknown outcome that nothing more is tried for', () => {
  expect(statusOf({ sending: 'unknown' }).state).toBe('ERROR')
  expect(statusOf({ sending: 'unknown', wakeAt: later, followUp: {} }).state).toBe('ERROR')
})

it.each<Message['sending']>(['unknown', 'failed', 'expired'])(
  'calls a message that was %s a success once Meta says that it arrived, without the error',
  (sending) => {
    expect(statusOf({ ...delivered, sending, error: refused })).toMatchObject({
      state: 'SUCCESS',
      error: null,
      info: { status: 'delivered' },
    })
  },
)

it('says why a message failed', () => {
  expect(statusOf({ sending: 'failed', error: { ...refused, meta: { code: 131026 } } }).error).toEqual(
    refused,
  )
})

it('says that a message was cancelled, which is no error of its own', () => {
  expect(statusOf({ sending: 'cancelled' }).error).toMatchObject({ code: 'MESSAGE_STATE_CONFLICT' })
})

it('shows the end of the lease only while it is being sent', () => {
  expect(statusOf({ sending: 'sending', wakeAt: later }).leaseExpireTime).toEqual(later)
  expect(statusOf({ sending: 'errored', wakeAt: later }).leaseExpireTime).toBeNull()
})

it("shows Meta's id once there is one", () => {
  expect(statusOf({}).info).toMatchObject({ id: 'msg_1', messageId: null, to: '+4915100000001' })
  expect(statusOf({ wamid: 'wamid.1' }).info).toMatchObject({ messageId: 'wamid.1' })
})

it.each<[Message['sending'][], string]>([
  [['accepted', 'accepted'], 'SUCCESS'],
  [['accepted', 'failed'], 'ERROR'],
  [['failed', 'queued'], 'PENDING'],
  [['queued', 'accepted'], 'PENDING'],
  [['failed', 'sending', 'queued'], 'PROCESSING'],
])('shows a document with messages that are %s as %s', (sendings, state) => {
  expect(mergeOutboxStatuses(sendings.map((sending) => statusOf({ sending }))).state).toBe(state)
})

it('ends a document of several recipients with the last of them', () => {
  const statuses = [outboxStatus(message(), later), outboxStatus(message(), now)]
  expect(mergeOutboxStatuses(statuses).endTime).toEqual(later)
  expect(mergeOutboxStatuses([...statuses, statusOf({ sending: 'queued' })]).endTime).toBeNull()
})

it('shows the most attempts, the first error, and every recipient in order', () => {
  const merged = mergeOutboxStatuses([
    statusOf({ id: 'msg_1', attempt: 3 }),
    statusOf({ id: 'msg_2', sending: 'failed', error: refused }),
    statusOf({ id: 'msg_3', sending: 'cancelled' }),
  ])
  expect(merged).toMatchObject({ attempts: 3, error: refused })
  expect(merged.recipients.map((info) => info?.id)).toEqual(['msg_1', 'msg_2', 'msg_3'])
})

it('refuses to say how a document without recipients went', () => {
  expect(() => mergeOutboxStatuses([])).toThrow('without recipients')
})
