/** Bodies that endpoints receive: the type decides what `data` holds. */
import { describe, expect, it } from 'vitest'
import { eventCatalogue, eventTypes, webhookBody, type EventType } from '../index.ts'

const timestamp = '2027-01-31T18:00:00.000Z'
const bodyOf = (type: EventType, fields: object = {}) => ({
  type,
  timestamp,
  data: { ...eventCatalogue[type].example, ...fields },
})
const accepts = (type: EventType, body: object) => webhookBody(type).safeParse(body).success

describe.each(eventTypes)('%s', (type) => {
  it('has a summary of one sentence or two', () => {
    expect(eventCatalogue[type].summary).toMatch(/^[A-Z].{10,160}\.$/)
  })

  it('is not the body of another type', () => {
    const other = eventTypes.find((name) => name !== type) as EventType
    expect(accepts(type, { ...bodyOf(type), type: other })).toBe(false)
  })

  it('has the time at which it happened', () => {
    expect(accepts(type, { ...bodyOf(type), timestamp: undefined })).toBe(false)
    expect(accepts(type, { ...bodyOf(type), timestamp: '31.1.2027' })).toBe(false)
  })

  it('has data', () => {
    expect(accepts(type, { type, timestamp })).toBe(false)
    expect(accepts(type, { type, timestamp, data: {} })).toBe(false)
  })
})

it.each<[EventType, object]>([
  ['message.failed', { error: { code: 'NO_SUCH_CODE' } }],
  ['message.read', { direction: 'in' }],
  ['message.received', { direction: 'out' }],
  ['message.received', { text: undefined }],
  ['conversation.needs_human', { state: 'closed' }],
  ['contact.opted_out', { category: 'utility' }],
  ['contact.opted_out', { source: 'guess' }],
  ['contact.opted_in', { at: 'now' }],
  ['session.held', { session: undefined }],
  ['template.status_changed', { status: 5 }],
  ['endpoint.disabled', { reason: undefined }],
  ['webhook.test', { message: 5 }],
])('does not deliver %s with %j', (type, fields) => {
  expect(accepts(type, bodyOf(type, fields))).toBe(false)
})
