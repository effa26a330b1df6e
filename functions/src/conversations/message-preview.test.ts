import { expect, it } from 'vitest'
import { messagePreview } from './message-preview.ts'

it('shows the beginning of a text', () => {
  expect(messagePreview('x'.repeat(200), { type: 'text' })).toBe('x'.repeat(100))
})

it.each([
  ['location', {}, 'Location'],
  ['image', {}, 'Photo'],
  ['order', { productItems: [{}, {}, {}] }, 'Order, 3 items'],
  ['order', { productItems: [{}] }, 'Order, 1 item'],
  ['order', {}, 'Order, 0 items'],
  ['a type of tomorrow', {}, 'Unsupported message'],
] as const)('says what a message without text is: %s', (type, content, label) => {
  expect(messagePreview('', { type, content })).toBe(label)
  expect(messagePreview('  ', { type, content })).toBe(label)
})

it.each([
  ...['text', 'template', 'image', 'video', 'audio', 'voice', 'document', 'sticker', 'location', 'contacts'],
  ...['interactive', 'button', 'order', 'reaction', 'unsupported', 'unknown', 'system', 'toString'],
])('has a text for the type %s', (type) => {
  expect(messagePreview('', { type })).toMatch(/^[A-Z]/)
})
