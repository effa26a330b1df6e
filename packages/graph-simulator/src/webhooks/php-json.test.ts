import { expect, it } from 'vitest'
import { phpJson } from './php-json.ts'

it('escapes slashes and everything outside ASCII like PHP, hex in lower case', () => {
  expect(phpJson({ mime: 'image/jpeg', text: 'שלום 👍 é' })).toBe(
    '{"mime":"image\\/jpeg","text":"\\u05e9\\u05dc\\u05d5\\u05dd \\ud83d\\udc4d \\u00e9"}',
  )
})

it('means the same as before when it is parsed', () => {
  const value = { body: 'a/b "quoted" \\ back\nslash /', list: ['é/', 1, null, true] }
  expect(JSON.parse(phpJson(value))).toEqual(value)
})
