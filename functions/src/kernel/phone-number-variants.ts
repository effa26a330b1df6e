import type { E164 } from './phone-number.ts'

/**
 * In three countries the same mobile phone has two spellings. What people type, what WhatsApp calls the account and what
 * it writes from may differ: Brazil's ninth digit, Mexico's 1 and Argentina's 9 behind the country code.
 */
const pairs: readonly (readonly [long: RegExp, toShort: string, short: RegExp, toLong: string])[] = [
  // Brazil: area code, then 9 before a mobile number of eight digits, which begins with 6 to 9.
  [/^\+55(\d{2})9([6-9]\d{7})$/, '+55$1$2', /^\+55(\d{2})([6-9]\d{7})$/, '+55$19$2'],
  [/^\+521(\d{10})$/, '+52$1', /^\+52(\d{10})$/, '+521$1'],
  [/^\+549(\d{10})$/, '+54$1', /^\+54(\d{10})$/, '+549$1'],
]

/** The other spellings of a number: none for most. Never a reason to send elsewhere than to what was asked for. */
export const phoneNumberVariants = (number: E164): E164[] =>
  pairs.flatMap(([long, toShort, short, toLong]) => {
    if (long.test(number)) return [plus(number.replace(long, toShort))]
    return short.test(number) ? [plus(number.replace(short, toLong))] : []
  })

const plus = (number: string): E164 => `+${number.slice(1)}`
