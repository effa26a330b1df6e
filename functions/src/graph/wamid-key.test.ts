import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeWamid } from '../../test/support/wamids.ts'
import { wamidKey } from './wamid-key.ts'

it('is the same for a number and a business-scoped user id', () => {
  const byNumber = 'wamid.HBgMMjAxMDk4NzY1NDMyFQIAEhggRDE4OEMxRjBBQTdDODc4Q0M3NTAxRjc2RTAzQUJFRTEA'
  const byUserId =
    'wamid.HBgTRUcuMTQ0MjczODI5OTk5OTk5ORUUABIYIEQxODhDMUYwQUE3Qzg3OENDNzUwMUY3NkUwM0FCRUUxAA=='
  expect(wamidKey(byNumber)).toBe('in:D188C1F0AA7C878CC7501F76E03ABEE1')
  expect(wamidKey(byUserId)).toBe(wamidKey(byNumber))
})

it.each([
  [
    'a template by Meta',
    'wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI1RjQyNUE3NEYxMzAzMzQ5MkEA',
    'out:5F425A74F13033492A',
  ],
  [
    'a url-safe spelling',
    'wamid.HBgMOTcyNTQ2ODAxMTAxFQIAERgSMERDNTAwREQ3ODM3Mjk2REY2AA',
    'out:0DC500DD7837296DF6',
  ],
])('reads %s', (_, wamid, key) => {
  expect(wamidKey(wamid)).toBe(key)
})

it.each([
  'wamid.1',
  'wamid.',
  '',
  'wamid.SIBLINGECHO',
  'false_4915112345678@c.us_3EB0',
  // Cut in the token.
  'wamid.HBgMMjAxMDk4NzY1NDMyFQIAEhggRDE4OEMxRjBBQTdDODc4',
])('takes %j as it is', (wamid) => {
  expect(wamidKey(wamid)).toBe(wamid)
})

const scope = fc.oneof(
  fc.stringMatching(/^[1-9]\d{6,14}$/),
  fc.stringMatching(/^[A-Z]{2}\.\d{10,20}$/),
  fc.stringMatching(/^[A-Z]{2}\.ENT\.\d{10,20}$/),
)
const token = fc.stringMatching(/^[0-9A-F]{16,32}$/)

it('tells messages apart by direction and token, never by scope', () => {
  fc.assert(
    fc.property(scope, scope, fc.boolean(), token, token, (one, other, outgoing, first, second) => {
      const key = wamidKey(encodeWamid({ scope: one, outgoing, token: first }))
      expect(wamidKey(encodeWamid({ scope: other, outgoing, token: first }))).toBe(key)
      expect(wamidKey(encodeWamid({ scope: one, outgoing: !outgoing, token: first }))).not.toBe(key)
      if (first !== second)
        expect(wamidKey(encodeWamid({ scope: one, outgoing, token: second }))).not.toBe(key)
    }),
  )
})

it('takes any text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.base64String().map((text) => `wamid.${text}`),
      ),
      (text) => {
        expect(typeof wamidKey(text)).toBe('string')
      },
    ),
  )
})
