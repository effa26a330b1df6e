import { expect, it } from 'vitest'
import { createRedactor } from './redactor.ts'

const secret = 'EAA/odd+token="x"'
const bytes = Buffer.from(secret)

it.each([
  ['as it is', secret],
  ['in an address', `https://example.com/?input_token=${encodeURIComponent(secret)}`],
  ['in JSON', JSON.stringify({ token: secret })],
  ['in base64, as Secret Manager has it', bytes.toString('base64')],
  ['in base64 of addresses', bytes.toString('base64url')],
  ['in hexadecimal', bytes.toString('hex')],
])('takes a secret out %s', (_name, text) => {
  const redactor = createRedactor()
  redactor.keepSecret(secret)
  const cleaned = redactor.clean(`before ${text} after ${text}`)
  expect(cleaned).toMatch(/^before .*\[secret\].* after .*\[secret\]/)
  expect(cleaned).not.toContain('odd')
  expect(cleaned).not.toContain(bytes.toString('base64').slice(0, 12))
})

it('leaves words alone that are too short to be a secret', () => {
  const redactor = createRedactor()
  redactor.keepSecret('')
  redactor.keepSecret('no')
  expect(redactor.clean('nothing is not said')).toBe('nothing is not said')
})
