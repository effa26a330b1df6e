/** What a send answers, and how a message is shown: the documented members, and no wrong values. */
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import {
  BatchAnswer,
  DryRunAnswer,
  IncomingMessage,
  MarkReadAnswer,
  MessageFault,
  MessageList,
  messageStatuses,
  MessageView,
  OutgoingMessage,
  SendAnswer,
  TimelineEntry,
} from '../index.ts'

const time = '2027-01-31T18:00:00.000Z'
const sent = { id: 'msg_1', status: 'accepted', recipient: '+972546800360', session: 'ses_1' }
const waiting = {
  ...sent,
  status: 'errored',
  retryAt: time,
  code: 'UPSTREAM_FAILED',
  reason: 'Meta could not be reached.',
}
const dryRun = {
  dryRun: true,
  recipient: '+972546800360',
  session: 'ses_1',
  payload: { messaging_product: 'whatsapp', type: 'template' },
  wouldRefuse: { code: 'RECIPIENT_OPTED_OUT', reason: 'The contact opted out.' },
}
const fault = {
  code: 'RECIPIENT_UNREACHABLE',
  message: 'WhatsApp cannot deliver to this recipient.',
  retry: 'never',
  docs: 'https://example.com/docs/errors#recipient-unreachable',
  meta: { code: 131026, title: 'Message undeliverable' },
}
const entry = {
  at: time,
  status: 'errored',
  source: 'waypost',
  attempt: 1,
  code: 'UPSTREAM_FAILED',
  reason: 'Meta could not be reached.',
}
const outgoing = {
  id: 'msg_1',
  direction: 'out',
  status: 'failed',
  session: 'ses_1',
  recipient: '+972546800360',
  type: 'text',
  content: { body: 'Hi' },
  mode: 'live',
  metadata: { orderId: '1042' },
  attempts: 2,
  createdAt: time,
  notAfter: time,
  error: fault,
  timeline: [entry],
}
const incoming = {
  id: 'msg_2',
  direction: 'in',
  status: 'received',
  session: 'ses_1',
  conversation: 'cnv_1',
  from: 'US.13491208655302741918',
  recipient: { bsuid: 'US.13491208655302741918' },
  messageId: 'wamid.A',
  type: 'image',
  content: { id: '7' },
  text: '',
  media: { state: 'stored', mimeType: 'image/png', size: 3, path: '/v1/media/msg_2' },
  createdAt: time,
  receivedAt: time,
}
const refusedRow = {
  index: 1,
  code: 'RECIPIENT_INVALID',
  error: 'RECIPIENT_INVALID',
  message: 'The phone number is not valid.',
  hint: 'Use international format.',
  retry: 'never',
  docs: 'errors#recipient-invalid',
  fields: [{ path: '/messages/1/to', message: 'is too short' }],
}

interface Case {
  what: string
  schema: z.ZodType
  answer: object
  wrong: object[]
}

const cases: Case[] = [
  {
    what: 'an accepted message',
    schema: SendAnswer,
    answer: { ...sent, messageId: 'wamid.A', defaultedRecipient: true, fallbackUsed: true },
    wrong: [{ status: 'ok' }, { id: 7 }, { defaultedRecipient: false }, { fallbackUsed: false }],
  },
  {
    what: 'a message that waits',
    schema: SendAnswer,
    answer: waiting,
    wrong: [{ code: 'NO_SUCH_CODE' }, { retryAt: 'soon' }, { reason: 5 }, { session: undefined }],
  },
  {
    what: 'a message that is due later',
    schema: SendAnswer,
    answer: { ...sent, status: 'queued', sendAt: time },
    wrong: [{ sendAt: '2027-01-31' }, { recipient: undefined }],
  },
  {
    what: 'a dry run',
    schema: DryRunAnswer,
    answer: dryRun,
    wrong: [
      { dryRun: false },
      { payload: undefined },
      { wouldRefuse: { code: 'RECIPIENT_OPTED_OUT' } },
      { wouldRefuse: { code: 'opted out', reason: 'a' } },
      { wouldRefuse: { error: 'RECIPIENT_OPTED_OUT', reason: 'a' } },
    ],
  },
  {
    what: 'a fault of a message',
    schema: MessageFault,
    answer: fault,
    wrong: [{ code: undefined }, { retry: 'maybe' }, { docs: undefined }, { meta: { code: '131026' } }],
  },
  {
    what: 'an entry of a timeline',
    schema: TimelineEntry,
    answer: entry,
    wrong: [{ source: 'customer' }, { attempt: -1 }, { attempt: 0.5 }, { at: 'now' }, { code: 5 }],
  },
  {
    what: 'an outbound message',
    schema: OutgoingMessage,
    answer: outgoing,
    wrong: [
      { status: 'received' },
      { direction: 'in' },
      { mode: 'demo' },
      { attempts: -1 },
      { metadata: { orderId: 1042 } },
      { error: { ...fault, code: 'NO_SUCH_CODE' } },
      { timeline: [{ ...entry, source: 'customer' }] },
    ],
  },
  {
    what: 'an inbound message',
    schema: IncomingMessage,
    answer: incoming,
    wrong: [
      { status: 'read' },
      { conversation: undefined },
      { recipient: { uid: 'ada' } },
      { media: { state: 'lost', mimeType: 'image/png' } },
      { forwarded: 'never' },
      { receivedAt: undefined },
    ],
  },
  {
    what: 'a read message',
    schema: MarkReadAnswer,
    answer: { messageId: 'wamid.A', read: true },
    wrong: [{ read: false }, { messageId: undefined }, { dryRun: false }],
  },
  {
    what: 'rows of a batch',
    schema: BatchAnswer,
    answer: { data: [{ index: 0, ...sent, replayed: true }, refusedRow, { index: 2, ...dryRun }] },
    wrong: [
      { data: [{ ...sent }] },
      { data: [{ index: -1, ...sent }] },
      { data: [{ ...refusedRow, code: undefined }] },
      { data: undefined },
    ],
  },
]

describe.each(cases)('$what', ({ schema, answer, wrong }) => {
  it('has the documented members', () => {
    expect(schema.parse(answer)).toEqual(answer)
  })

  it.each(wrong.map((members) => [JSON.stringify(members), members] as const))(
    'is never %s',
    (_what, members) => {
      expect(schema.safeParse({ ...answer, ...members }).success).toBe(false)
    },
  )

  it('drops a member that is not documented', () => {
    expect(schema.parse({ ...answer, secret: 'x' })).toEqual(answer)
  })
})

it.each(messageStatuses)('shows an outbound message that is %s', (status) => {
  expect(MessageView.parse({ ...outgoing, status })).toMatchObject({ direction: 'out', status })
})

it('lists messages of both directions on one page', () => {
  const page = { data: [outgoing, incoming], hasMore: true, nextCursor: 'abc' }
  expect(MessageList.parse(page)).toEqual(page)
  expect(MessageList.safeParse({ ...page, data: [{ ...incoming, direction: 'out' }] }).success).toBe(false)
})
