import { expect, it } from 'vitest'
import { inOutboxWords } from './outbox-field-names.ts'

const sentence = 'Send two texts in templateParameters and a languageCode.'

it.each<[string, unknown, string]>([
  [
    'short names',
    { template: { name: 'a', language: 'en', parameters: [] } },
    'Send two texts in template.parameters and a template.language.',
  ],
  [
    'long names',
    { template: { templateName: 'a', languageCode: 'en', templateParameters: [] } },
    'Send two texts in template.templateParameters and a template.languageCode.',
  ],
  [
    'both, each field as it is written',
    { template: { name: 'a', languageCode: 'en', parameters: [] } },
    'Send two texts in template.parameters and a template.languageCode.',
  ],
  ['fields beside the others', { templateName: 'a', languageCode: 'en' }, sentence],
  ['no template', { message: { type: 'text', text: 'Hi' } }, sentence],
  ['nothing', null, sentence],
])('names the fields of a document with %s as it does', (_what, document, expected) => {
  expect(inOutboxWords(sentence, document)).toBe(expected)
})

it('leaves a path alone that leads through the template already', () => {
  const document = { template: { name: 'a', language: 'en' } }
  expect(inOutboxWords('template.templateName is required.', document)).toBe(
    'template.templateName is required.',
  )
})
