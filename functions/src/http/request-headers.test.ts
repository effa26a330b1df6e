import { expect, it } from 'vitest'
import { prefersAsync, readIdempotencyKey } from './request-headers.ts'
import { requestIdOf } from './request-id.ts'

const header = (name: string, value: string | undefined) => (asked: string) =>
  asked === name ? value : undefined
const idempotencyKey = (value?: string) => readIdempotencyKey(header('idempotency-key', value))

it.each(['a', 'order 1042', '~', '!', 'x'.repeat(255), '8e03978e-40d5-43dd-bc93-6894a57f9324'])(
  'takes the idempotency key %s as it is',
  (value) => {
    expect(idempotencyKey(value)).toBe(value)
  },
)

it.each([
  ['an empty one', ''],
  ['256 characters', 'x'.repeat(256)],
  ['a space in front', ' a'],
  ['a space behind', 'a '],
  ['only a space', ' '],
  ['a line break', 'a\nb'],
  ['a line break at the end', 'a\n'],
  ['a tab', 'a\tb'],
  ['a letter beyond ASCII', 'é'],
  ['the delete character', 'a\u007f'],
])('refuses an idempotency key with %s', (_name, value) => {
  expect(() => idempotencyKey(value)).toThrow(expect.objectContaining({ code: 'IDEMPOTENCY_KEY_INVALID' }))
})

it('needs no idempotency key', () => {
  expect(idempotencyKey()).toBeUndefined()
})

it.each<[string | undefined, boolean]>([
  ['respond-async', true],
  ['Respond-Async', true],
  ['wait=10, respond-async', true],
  ['respond-async,wait=10', true],
  ['return=minimal', false],
  ['no-respond-async', false],
  ['', false],
  [undefined, false],
])('reads from "Prefer: %s" whether the caller waits', (value, expected) => {
  expect(prefersAsync(header('prefer', value))).toBe(expected)
})

it.each<[string | undefined, string]>([
  ['trace-1:2.3_4', 'trace-1:2.3_4'],
  ['x'.repeat(100), 'x'.repeat(100)],
  ['x'.repeat(101), 'req_new'],
  ['', 'req_new'],
  ['a b', 'req_new'],
  ['a\r\nSet-Cookie: b', 'req_new'],
  ['<script>', 'req_new'],
  [undefined, 'req_new'],
])('keeps a safe request id and replaces others: %j', (given, expected) => {
  expect(requestIdOf(given, { next: (prefix) => `${prefix}_new` })).toBe(expected)
})
