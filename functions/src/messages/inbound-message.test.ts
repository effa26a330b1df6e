import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readInboundItem } from '../graph/inbound-item.ts'
import {
  currentContent,
  inboundChange,
  inboundMessage,
  placeholderMessage,
  sentAtOf,
  withChange,
  type InboundChange,
  type ReceivedItem,
} from './inbound-message.ts'

const receivedAt = new Date('2026-01-01T00:01:00Z')
const sentAt = new Date('2026-01-01T00:00:00Z')
const received = (fields: object = {}, changed: Partial<ReceivedItem> = {}): ReceivedItem => {
  const value = {
    id: 'wamid.1',
    from: '4915100000001',
    timestamp: String(sentAt.getTime() / 1000),
    type: 'text',
    text: { body: 'Hello' },
    ...fields,
  }
  const item = { ...readInboundItem(value, []), wamid: value.id }
  const place = { sessionId: 'ses_a', from: '+4915100000001', receivedAt } as const
  return { item, raw: JSON.stringify(value), ...place, ...changed }
}
const second = (number: number): Date => new Date(sentAt.getTime() + number * 1000)
const edit = (wamid: string, at: Date, text: string): InboundChange => ({
  kind: 'edit',
  at,
  wamid,
  raw: '{}',
  type: 'text',
  content: { body: text },
  text,
})
const revoke = (wamid: string, at: Date): InboundChange => ({ kind: 'revoke', at, wamid, raw: '{}' })
const changedBy = (...changes: readonly InboundChange[]) =>
  changes.reduce(withChange, inboundMessage(received()))

it('is the same document whenever the same message comes, and another one on another session', () => {
  const { id } = inboundMessage(received())
  expect(inboundMessage(received({ text: { body: 'Other' } })).id).toBe(id)
  expect(inboundMessage(received({}, { sessionId: 'ses_b' })).id).not.toBe(id)
  expect(inboundMessage(received({ id: 'wamid.2' })).id).not.toBe(id)
})

it('fills the place that was kept for a message of which a change came first', () => {
  const kept = placeholderMessage(received({ id: 'wamid.edit' }), 'wamid.1')
  expect(kept).toMatchObject({ id: inboundMessage(received()).id, type: 'unknown', text: '' })
})

it('refers to the message that it answers by both ids', () => {
  const answer = received({ context: { id: 'wamid.0' } }, { replyToId: 'msg_0' })
  expect(inboundMessage(answer)).toMatchObject({ replyTo: 'wamid.0', replyToId: 'msg_0' })
})

it('stores a content that fits no document as too long instead of losing the message', () => {
  const long = inboundMessage(received({ text: { body: 'x'.repeat(150_001) } }))
  expect(long.content).toEqual({ tooLong: true })
  expect(inboundMessage(received({ text: { body: 'x'.repeat(100_000) } })).content).not.toEqual({
    tooLong: true,
  })
})

it("takes Meta's time, but none that lies after we received it", () => {
  const { item } = received()
  expect(sentAtOf({ item, receivedAt })).toEqual(sentAt)
  expect(sentAtOf({ item: { ...item, sentAt: second(600) }, receivedAt })).toEqual(receivedAt)
  expect(sentAtOf({ item: { ...item, sentAt: undefined }, receivedAt })).toEqual(receivedAt)
})

it('keeps the order of messages of one second', () => {
  const { item } = received()
  const times = [0, 1, 2].map((position) => sentAtOf({ item, receivedAt, position }).getTime())
  expect(times).toEqual([0, 1, 2].map((milliseconds) => sentAt.getTime() + milliseconds))
})

it('reads as it was edited last, and still knows what was written first', () => {
  const message = changedBy(edit('wamid.3', second(2), 'third'), edit('wamid.2', second(1), 'second'))
  expect(currentContent(message)).toMatchObject({ text: 'third', content: { body: 'third' } })
  expect(message.text).toBe('Hello')
})

it('says since when a message is taken back, and what it said before', () => {
  const message = changedBy(edit('wamid.2', second(1), 'second'), revoke('wamid.3', second(2)))
  expect(currentContent(message)).toMatchObject({ text: 'second', revokedAt: second(2) })
})

it('does not call a message taken back that was only edited', () => {
  expect(currentContent(changedBy(edit('wamid.2', second(1), 'second')))).not.toHaveProperty('revokedAt')
})

it('records what an edit says, and of a deletion only that it happened', () => {
  expect(inboundChange(received(), 'edit')).toMatchObject({ at: sentAt, wamid: 'wamid.1', text: 'Hello' })
  expect(inboundChange(received(), 'revoke')).not.toHaveProperty('text')
})

it('reads the same in whatever order and however often its changes come', () => {
  const some = fc.uniqueArray(
    fc.record({
      wamid: fc.constantFrom('wamid.a', 'wamid.b', 'wamid.c'),
      at: fc.integer({ min: 1, max: 3 }),
    }),
    { selector: ({ wamid }) => wamid },
  )
  fc.assert(
    fc.property(some, (times) => {
      const changes = times.map(({ wamid, at }) => edit(wamid, second(at), wamid))
      const message = changedBy(...changes)
      expect(changedBy(...changes.toReversed())).toEqual(message)
      expect(changedBy(...changes, ...changes)).toEqual(message)
    }),
  )
})
