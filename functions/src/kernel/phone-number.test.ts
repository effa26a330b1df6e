import { expect, it } from 'vitest'
import { isInNumberingPlan, parsePhoneNumber } from './phone-number.ts'

const number = (written: string, country?: string): string => {
  const reading = parsePhoneNumber(written, country)
  return reading.ok ? reading.number : reading.because
}

it.each([
  ['+972546800360'],
  ['+972 54-680-0360'],
  ['00972546800360'],
  ['00 972 54 680 0360'],
  ['(+972) 54.680.0360'],
  ['\u200e+972 54\u2011680\u20110360'],
  ['+٩٧٢546800360'],
  ['٠٠٩٧٢٥٤٦٨٠٠٣٦٠'],
  ['+۹۷۲۵۴۶۸۰۰۳۶۰'],
  ['＋972546800360'],
])('reads %s as a person means it', (written) => {
  expect(number(written)).toBe('+972546800360')
})

it('reads a national number only when the country is said', () => {
  expect(number('054-680-0360', 'IL')).toBe('+972546800360')
  expect(number('054-680-0360')).toContain('has no country code')
})

it.each([
  ['', 'empty'],
  ['hello', 'invalid characters'],
  ['IL.13491208655302741918', 'write { "bsuid": "IL.13491208655302741918" }'],
  ['+972 54 680 0360 ext 5', 'invalid characters'],
  ['+1', 'too short'],
  ['+972546', 'too short for IL'],
  ['+141555501234', 'too long for a phone number'],
  ['+999546800360', 'no country has this code'],
  ['+12345678901234567890', 'too long'],
  ['972546800360', 'has no plus. If it is international, write +972546800360.'],
  ['525512345678', 'write +525512345678'],
  ['0546800360', 'has no country code'],
])('refuses %s and says why', (written, why) => {
  const reading = parsePhoneNumber(written)
  expect(reading.ok).toBe(false)
  expect(number(written)).toContain(why)
})

it.each([
  ['a Mexican wa_id', '+5215512345678', true],
  ['a Brazilian wa_id without the ninth digit', '+551187654321', true],
  ['an Argentinian number without 9', '+541123456789', true],
  ['an old number of Benin', '+22997123456', true],
  ['an old number of Ivory Coast', '+22507123456', true],
  ['the sample number of a guide', '+15551234567', false],
  ['a number outside the plan that we know', '+14150550123', false],
] as const)('takes %s, which WhatsApp may have handed out, as it is', (_what, written, inPlan) => {
  expect(number(written)).toBe(written)
  expect(isInNumberingPlan(written)).toBe(inPlan)
})

it('reads a national number only when it exists in the country that is said', () => {
  expect(number('054-680-0361', 'US')).toContain('numbering plan of US')
})
