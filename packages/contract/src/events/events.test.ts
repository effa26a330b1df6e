import { expect, it } from 'vitest'
import { eventTypes } from './event-types.ts'
import { eventCatalogue, webhookBody } from './events.ts'

it('knows every type of event and no other', () => {
  expect(Object.keys(eventCatalogue)).toEqual([...eventTypes])
})

it.each(eventTypes)('shows an example of %s that fits its schema', (type) => {
  const body = { type, timestamp: '2027-01-31T18:00:00.000Z', data: eventCatalogue[type].example }
  expect(webhookBody(type).parse(body)).toEqual(body)
})
