import { expect, it } from 'vitest'
import { callingCode, resolveWaId } from './resolve-wa-id.ts'

it.each([
  ['+16505551234', '+1 631-555-1181', '16505551234'],
  ['+1 (650) 555-1234', '+91 98765 43210', '16505551234'],
  ['972546800360', '+1 631-555-1181', '972546800360'],
  ['4155551212', '+1 631-555-1181', '4155551212'],
  ['33612345678', '+91 98765 43210', '33612345678'],
])('%s sent by a business with %s reaches %s', (to, business, waId) => {
  expect(resolveWaId(to, business).waId).toBe(waId)
})

it.each([
  ['+16505551234', '+91 98765 43210', '16505551234'],
  ['(631) 555-1234', '+91 98765 43210', '916315551234'],
  ['1 (631) 555-1234', '+91 98765 43210', '9116315551234'],
  ['972546800360', '+1 631-555-1181', '1972546800360'],
  ['16505551234', '+1 631-555-1181', '16505551234'],
  ['6505551234', '+1 631-555-1181', '16505551234'],
])('puts the own country code in front of %s with %s when set so', (to, business, waId) => {
  expect(resolveWaId(to, business, 'own_country').waId).toBe(waId)
})

it.each(['0033612345678', '0612345678', '+0612345678'])('refuses %s: no country code starts with 0', (to) => {
  expect(() => resolveWaId(to, '+1 631-555-1181')).toThrow('#100')
})

it.each([
  ['+5531987654321', '553187654321'],
  ['+5511987654321', '5511987654321'],
  ['+525512345678', '5215512345678'],
  ['+5215512345678', '5215512345678'],
])("rewrites Brazil's and Mexico's extra digit: %s becomes %s", (to, waId) => {
  expect(resolveWaId(to, '+1 631-555-1181').waId).toBe(waId)
})

it.each(['hello', '+1', '+123456789012345678', 'US.123', ''])('refuses "%s"', (to) => {
  expect(() => resolveWaId(to, '+1 631-555-1181')).toThrow('#131009')
})

it.each([
  ['+16315551181', '1'],
  ['+79161234567', '7'],
  ['+972546800360', '972'],
  ['+447700100123', '44'],
  ['+5511987654321', '55'],
  ['+351912345678', '351'],
  ['+380501234567', '380'],
  ['+2348031234567', '234'],
  ['+27821234567', '27'],
])('knows the country calling code of %s', (number, code) => {
  expect(callingCode(number)).toBe(code)
})
