import { OutboxDocument } from '@waypost/contract'
import { expect, it } from 'vitest'
import { outboxFromTwilio } from './outbox-from-twilio.ts'

it.each([true, false])('is a document that the outbox takes (free text: %s)', (inWindow) => {
  const document = outboxFromTwilio({ to: 'whatsapp:+972546800360', body: 'Hello' }, inWindow)
  expect(OutboxDocument.parse(document)).toMatchObject({ to: '+972546800360' })
})
