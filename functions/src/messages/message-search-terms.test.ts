import { expect, it } from 'vitest'
import type { MessageContent } from '../graph/payload.ts'
import type { Category } from './message-category.ts'
import { inboundSearchTerms, outboundSearchTerms } from './message-search-terms.ts'

type TemplateOf = Extract<MessageContent, { type: 'template' }>['template']

const to = '+4915100000001'
const at = new Date('2026-01-01T00:00:00Z')
const template = (changed: Partial<TemplateOf> = {}): TemplateOf => ({
  templateName: 'parcel',
  languageCode: 'en',
  ...changed,
})
const wordsOf = (content: MessageContent, category?: Category) =>
  outboundSearchTerms({ to, content, ...(category && { category }) }).words
const filledWith = (text: string, category?: Category) =>
  wordsOf(
    { type: 'template', template: template({ templateParameters: [{ type: 'text', text }] }) },
    category,
  )

it('finds a message by whom it went to and by its words, each once', () => {
  expect(
    outboundSearchTerms({ to, content: { type: 'text', text: { body: 'Hello, hello World' } } }),
  ).toEqual({
    contact: to,
    words: ['hello', 'world'],
  })
})

it('finds a document by its caption and file name, not by its address', () => {
  const document = { link: 'https://files.example/secret', caption: 'Your invoice', filename: 'march.pdf' }
  const words = wordsOf({ type: 'document', document })
  expect(words.toSorted()).toEqual(['invoice', 'march', 'pdf', 'your'])
})

it('does not find a reaction by the id of the message it is about', () => {
  expect(wordsOf({ type: 'reaction', reaction: { messageId: 'wamid.abc', emoji: '👍' } })).toEqual([])
})

it.each<[Category | undefined, string]>([
  ['utility', 'AB1234'],
  ['marketing', 'AB1234'],
  [undefined, 'Alexandra'],
  ['unknown', 'order 1234'],
  ['unknown', 'abc'],
  ['unknown', 'A1B2C3D4E5F6G7H8'],
])('finds a template of category %s by the words "%s" that fill it', (category, text) => {
  const words = text.toLowerCase().split(' ')
  expect(filledWith(text, category)).toEqual(['parcel', ...words])
})

it.each<[Category | undefined, string]>([
  ['authentication', '123456'],
  ['authentication', 'Alexandra'],
  ['unknown', '123456'],
  [undefined, 'AB12'],
  [undefined, ' 123456 '],
  [undefined, '１２３４５６'],
])('keeps what may be a one-time code out of the index: category %s, text "%s"', (category, text) => {
  expect(filledWith(text, category)).toEqual(['parcel'])
})

it('keeps a one-time code out of the index whatever the category says', () => {
  const content = { type: 'template', template: template({ oneTimeCode: '48151623' }) } as const
  expect(wordsOf(content, 'utility')).toEqual(['parcel'])
})

it('finds a message by its fallback, without a code in that', () => {
  const fallback = { template: template({ oneTimeCode: '123456' }), category: 'authentication' } as const
  const content = { type: 'text', text: { body: 'Hello' } } as const
  expect(outboundSearchTerms({ to, content, fallback }).words).toEqual(['hello', 'parcel'])
})

it('still finds a message by the text that its fallback replaced', () => {
  const replaced = { type: 'text', text: { body: 'Hello' } } as const
  const content = { type: 'template', template: template() } as const
  expect(outboundSearchTerms({ to, content, category: 'utility', replaced }).words).toEqual([
    'parcel',
    'hello',
  ])
})

const incoming = { from: to, type: 'text', content: {}, text: 'first words', changes: [] } as const
const change = { at, wamid: 'wamid.2', raw: '{}' }

it('finds a received message by its words', () => {
  expect(inboundSearchTerms(incoming)).toEqual({ contact: to, words: ['first', 'words'] })
})

it('finds an edited message by what it says now only', () => {
  const edit = { ...change, kind: 'edit', type: 'text', content: {}, text: 'second' } as const
  expect(inboundSearchTerms({ ...incoming, changes: [edit] }).words).toEqual(['second'])
})

it('does not find a message any more by words that its writer took back', () => {
  const revoke = { ...change, kind: 'revoke' } as const
  expect(inboundSearchTerms({ ...incoming, changes: [revoke] })).toEqual({ contact: to, words: [] })
})
