import { expect, it } from 'vitest'
import { readParts } from './template-parts.ts'

it('reads the parts of a template in any case of their words', () => {
  const parts = readParts([
    { type: 'header', format: 'image' },
    { type: 'Body', text: 'Hello' },
    { type: 'FOOTER', text: 'Bye' },
    { type: 'buttons', buttons: [{ type: 'url', text: 'Shop', url: 'https://example.com' }] },
    { type: 'limited_time_offer', limited_time_offer: { text: 'Now', has_expiration: true } },
  ])
  expect(parts.header).toEqual({ format: 'IMAGE', text: '' })
  expect([parts.body, parts.footer]).toEqual(['Hello', 'Bye'])
  expect(parts.buttons).toEqual([{ type: 'URL', text: 'Shop', url: 'https://example.com' }])
  expect(parts.offer).toEqual({ text: 'Now', expires: true })
})

it('reads each card of a carousel like a template', () => {
  const card = { components: [{ type: 'BODY', text: 'One' }] }
  expect(readParts([{ type: 'CAROUSEL', cards: [card, {}] }]).cards).toEqual([
    { body: 'One', buttons: [] },
    { buttons: [] },
  ])
})

it.each([[[]], [[null, 3, 'x']], [[{ type: 'BODY' }]], [[{ type: 'BUTTONS' }]], [[{ type: 'NEW' }]]])(
  'requires nothing of a send for components it cannot read: %j',
  (components) => {
    expect(readParts(components)).toEqual({ buttons: [] })
  },
)
