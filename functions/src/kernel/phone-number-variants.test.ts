import { expect, it } from 'vitest'
import { phoneNumberVariants } from './phone-number-variants.ts'

it.each([
  ['+5511987654321', '+551187654321'],
  ['+5215512345678', '+525512345678'],
  ['+5491123456789', '+541123456789'],
  ['+2290197123456', '+22997123456'],
  ['+2250707123456', '+22507123456'],
  ['+2250544123456', '+22544123456'],
  ['+2250101123456', '+22501123456'],
] as const)('knows that %s and %s are one phone', (long, short) => {
  expect(phoneNumberVariants(long)).toEqual([short])
  expect(phoneNumberVariants(short)).toEqual([long])
})

it.each([
  ['a landline in Brazil', '+551132654321'],
  ['a new mobile number in Brazil, whose rest is a landline', '+5511932654321'],
  ['Israel', '+972546800360'],
  ['a landline in Ivory Coast', '+22520123456'],
  ['another operator in Ivory Coast', '+2250507123456'],
  ['too short a number', '+5411'],
] as const)('knows only one spelling of %s', (_, number) => {
  expect(phoneNumberVariants(number)).toEqual([])
})
