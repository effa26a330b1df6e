import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { isEqualConstantTime, isSignedByMeta } from './hub-signature.ts'

const body = Buffer.from('{"a": "caf\\u00e9 \\/ 🎉" }\r\n')
const sign = (secret: string, bytes = body): string =>
  `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`

it('accepts exactly the bytes that were signed, with the old and the new secret', () => {
  expect(isSignedByMeta(body, sign('new'), ['new', 'old'])).toBe(true)
  expect(isSignedByMeta(body, sign('old'), ['new', 'old'])).toBe(true)
  expect(
    isSignedByMeta(
      body,
      sign('new').replace('sha256=', 'sha256=').toUpperCase().replace('SHA256', 'sha256'),
      ['new'],
    ),
  ).toBe(true)
})

it.each([
  ['no header', undefined],
  ['an empty one', ''],
  ['no hash in it', 'sha256='],
  ['one cut short', sign('new').slice(0, -2)],
  ['one too long', `${sign('new')}00`],
  ['another algorithm', sign('new').replace('sha256', 'sha1')],
  ['another secret', sign('guess')],
  ['a body that was serialized again', sign('new', Buffer.from(JSON.stringify(JSON.parse(body.toString()))))],
])('refuses %s, and does not throw', (_what, header) => {
  expect(isSignedByMeta(body, header, ['new', 'old'])).toBe(false)
})

it('compares words of any length', () => {
  expect(isEqualConstantTime('token', 'token')).toBe(true)
  expect(isEqualConstantTime('token', 'tokem')).toBe(false)
  expect(isEqualConstantTime('', 'token')).toBe(false)
})
