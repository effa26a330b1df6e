import { expect, it } from 'vitest'
import { composePayload, type MessageContent } from './payload.ts'

const template: MessageContent = {
  type: 'template',
  template: { templateName: 'hello_world', languageCode: 'en_US' },
}

it('composes a template message with everything around it', () => {
  expect(
    composePayload({
      to: '+972546800360',
      content: template,
      callbackData: 'w1:msg_1:1:',
      replyTo: 'wamid.A',
    }),
  ).toEqual({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: '+972546800360',
    context: { message_id: 'wamid.A' },
    biz_opaque_callback_data: 'w1:msg_1:1:',
    type: 'template',
    template: { name: 'hello_world', language: { code: 'en_US' } },
  })
})

it('leaves out what is not given', () => {
  expect(Object.keys(composePayload({ to: '+972546800360', content: template }))).toEqual([
    'messaging_product',
    'recipient_type',
    'to',
    'type',
    'template',
  ])
})

it('addresses a business-scoped user id as a recipient, without a phone number', () => {
  const payload = composePayload({ to: 'US.13491208655302741918', content: template })
  expect(payload.recipient).toBe('US.13491208655302741918')
  expect(payload).not.toHaveProperty('to')
})

it.each([
  [{ body: 'Hello' }, { body: 'Hello' }],
  [
    { body: 'https://example.com', previewUrl: true },
    { body: 'https://example.com', preview_url: true },
  ],
  [
    { body: 'https://example.com', previewUrl: false },
    { body: 'https://example.com', preview_url: false },
  ],
])('composes the text %j', (text, expected) => {
  expect(composePayload({ to: '+972546800360', content: { type: 'text', text } })).toMatchObject({
    type: 'text',
    text: expected,
  })
})
