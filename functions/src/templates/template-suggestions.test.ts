import { expect, it } from 'vitest'
import { missingTemplateError } from './template-suggestions.ts'

const all = [
  { name: 'order_shipped', language: 'en_US' },
  { name: 'order_shipped', language: 'he' },
  { name: 'order_shopped', language: 'en_US' },
  { name: 'hello_world', language: 'en_US' },
  { name: 'order_skipped', language: 'en_US', goneAt: new Date(0) },
]
const message = (name: string, language = 'en_US') => missingTemplateError({ name, language }, all).message

it('suggests the nearest names, nearest first, with their languages', () => {
  expect(message('order_shiped')).toBe(
    'The template order_shiped (en_US) does not exist in this WhatsApp Business Account. Did you mean order_shipped (en_US, he) or order_shopped (en_US)?',
  )
})

it('suggests the languages of a name that exists in others', () => {
  const refusal = missingTemplateError({ name: 'order_shipped', language: 'en' }, all)
  expect(refusal).toEqual({
    code: 'TEMPLATE_NOT_FOUND',
    message:
      'The template order_shipped exists in en_US and he, not in en. Send the languageCode exactly as it is there.',
    fields: [{ path: '/languageCode', message: 'exists in en_US and he, not in en' }],
  })
})

it('suggests nothing that is far off, and nothing that is gone', () => {
  expect(message('invoice')).toMatch(/GET \/v1\/templates lists those that do\.$/)
  expect(message('order_skipped')).not.toMatch(/order_skipped \(en_US\)( or|\?)/)
})
