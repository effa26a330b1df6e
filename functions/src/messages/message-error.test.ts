import { expect, it } from 'vitest'
import type { Caller } from '../http/caller.ts'
import { errorOf, textFor } from './message-error.ts'

const user = (role: 'plain' | 'sender' | 'operator' | 'admin'): Caller => ({ kind: 'user', uid: 'ada', role })
const key: Caller = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'acme',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
}
const { message } = errorOf({ code: 131_026, message: 'Message undeliverable.\nAsk +972546800360' }, {
  code: 'GRAPH_UNKNOWN',
} as Parameters<typeof errorOf>[1])

it.each([
  ['an operator', user('operator')],
  ['an admin', user('admin')],
  ['an API key', key],
])("shows Meta's words to %s", (_who, caller) => {
  expect(textFor(message, caller)).toBe(message)
  expect(message).toContain('Meta says: Message undeliverable.')
})

it.each([
  ['a plain user', user('plain')],
  ['a sender', user('sender')],
])("shows %s our sentence without Meta's words", (_who, caller) => {
  const text = textFor(message, caller)
  expect(message.startsWith(`${text} Meta says: `)).toBe(true)
  expect(text).not.toMatch(/undeliverable|0360/)
})

it('leaves a sentence of ours alone', () => {
  expect(textFor('The recipient opted out.', user('plain'))).toBe('The recipient opted out.')
})
