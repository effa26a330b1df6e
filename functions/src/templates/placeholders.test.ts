import { expect, it } from 'vitest'
import { fillText, placeholders } from './placeholders.ts'

it.each([
  ['numbered ones in the order of their numbers', '{{10}} {{2}} {{1}}', ['1', '2', '10']],
  ['named ones in the order of the text', '{{name}}, {{date}}', ['name', 'date']],
  ['each once', '{{1}} and {{1}}', ['1']],
  ['those with spaces', '{{ 1 }}', ['1']],
  ['none in single brackets', '{1} {{}} {{a-b}}', []],
])('reads placeholders: %s', (_name, text, expected) => {
  expect(placeholders(text)).toEqual(expected)
})

it('fills every place of a value, leaves others visible, and never fills a value again', () => {
  const values = new Map([
    ['1', '{{2}}'],
    ['2', '$& $1'],
  ])
  expect(fillText('{{1}} {{ 2 }} {{1}} {{3}}', values)).toBe('{{2}} $& $1 {{2}} {{3}}')
})
