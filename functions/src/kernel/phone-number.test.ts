import { expect, it } from 'vitest'
import { parsePhoneNumber } from './phone-number.ts'

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
  ['hello', 'characters'],
  ['IL.13491208655302741918', 'write { "bsuid": "IL.13491208655302741918" }'],
  ['+972 54 680 0360 ext 5', 'characters'],
  ['+1', 'too short'],
  ['+972546800', 'not a number that can exist in IL'],
  ['+999546800360', ''],
  ['+12345678901234567890', ''],
])('refuses %s and says why', (written, why) => {
  const reading = parsePhoneNumber(written)
  expect(reading.ok).toBe(false)
  expect(number(written)).toContain(why)
})
