/** A phone number in international form, as in phone-number.ts, which imports this file. */
type E164 = `+${string}`

/**
 * In some countries one mobile phone has two spellings: what people type, what WhatsApp calls the account and what it
 * writes from may differ. Brazil's ninth digit, Mexico's 1 and Argentina's 9 behind the country code; renumbered plans:
 * Benin's 01 (2024) and Ivory Coast's prefix of the operator (2021), where accounts keep their old number as wa_id.
 */
const pairs: readonly (readonly [long: RegExp, toShort: string, short: RegExp, toLong: string])[] = [
  // Brazil: area code, then 9 before a mobile number of eight digits, which begins with 6 to 9.
  [/^\+55(\d{2})9([6-9]\d{7})$/, '+55$1$2', /^\+55(\d{2})([6-9]\d{7})$/, '+55$19$2'],
  [/^\+521(\d{10})$/, '+52$1', /^\+52(\d{10})$/, '+521$1'],
  [/^\+549(\d{10})$/, '+54$1', /^\+54(\d{10})$/, '+549$1'],
  [/^\+22901(\d{8})$/, '+229$1', /^\+229(\d{8})$/, '+22901$1'],
  // Ivory Coast: the second digit of an old mobile number says the operator; 2 at its beginning is a landline.
  [/^\+22501([013-9][0-3]\d{6})$/, '+225$1', /^\+225([013-9][0-3]\d{6})$/, '+22501$1'],
  [/^\+22505([013-9][4-6]\d{6})$/, '+225$1', /^\+225([013-9][4-6]\d{6})$/, '+22505$1'],
  [/^\+22507([013-9][7-9]\d{6})$/, '+225$1', /^\+225([013-9][7-9]\d{6})$/, '+22507$1'],
]

/** The other spellings of a number: none for most. Never a reason to send elsewhere than to what was asked for. */
export const phoneNumberVariants = (number: E164): E164[] =>
  pairs.flatMap(([long, toShort, short, toLong]) => {
    if (long.test(number)) return [plus(number.replace(long, toShort))]
    return short.test(number) ? [plus(number.replace(short, toLong))] : []
  })

const plus = (number: string): E164 => `+${number.slice(1)}`
