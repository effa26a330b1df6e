import { expect, it } from 'vitest'
import { pluralize, templateError } from './template-mismatch.ts'

const fault = { slot: 'body.1', path: '/templateParameters/0', problem: 'is missing', hint: 'Send it.' }
it('names the first fault in the sentence and all of them in fields', () => {
  expect(templateError([])).toBeNull()
  expect(templateError([fault])?.message).toBe('body.1 is missing. Send it.')
  const error = templateError([fault, { ...fault, slot: 'body.2', tooLong: true }])
  expect(error).toMatchObject({
    code: 'TEMPLATE_PARAMETERS_MISMATCH',
    message: 'body.1 is missing. Send it. (1 more in fields.)',
  })
  expect(error?.fields.map(({ message }) => message)).toEqual(['body.1 is missing', 'body.2 is missing'])
  expect(templateError([{ ...fault, tooLong: true }])?.code).toBe('TEMPLATE_TEXT_TOO_LONG')
})

it('counts in the plural, but for one', () => {
  expect([0, 1, 2].map((n) => pluralize(n, 'card'))).toEqual(['0 cards', '1 card', '2 cards'])
})
