import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max'
import { isBsuid } from './bsuid.ts'

/** A phone number in international form: `+` and 8 to 15 digits. */
export type E164 = `+${string}`

/** Either the number, or why it is none: a sentence that says what to send instead. */
export type ParsedPhoneNumber = { ok: true; number: E164; country?: string } | { ok: false; because: string }

/**
 * Reads a phone number as people write it: spaces, dashes, dots, brackets and a leading `00` are fine.
 * A national number (`054-680-0360`) is read only when `defaultCountry` (ISO 3166, `IL`) says of which country.
 */
export function parsePhoneNumber(written: string, defaultCountry?: string): ParsedPhoneNumber {
  const text = toInternational(written)
  if (text === '') return invalid('The phone number is empty.')
  if (isBsuid(text))
    return invalid(
      `${text} is a user id, no phone number. As "to" of POST /v1/send write { "bsuid": "${text}" }.`,
    )
  if (!/^\+?[\d\s().\-/\u00a0\u2010-\u2015]+$/.test(text))
    return invalid(`"${quote(written)}" has characters that no phone number has.`)
  if (!text.startsWith('+') && defaultCountry === undefined)
    return invalid(
      `"${quote(written)}" has no country code. Send it in international form, like +972546800360, or name defaultCountry.`,
    )
  const parsed = parsePhoneNumberFromString(text, defaultCountryOf(defaultCountry))
  if (parsed === undefined) return invalid(`"${quote(written)}" is too short or too long for a phone number.`)
  if (!parsed.isValid())
    return invalid(
      `${parsed.number} is not a number that can exist${parsed.country ? ` in ${parsed.country}` : ''}. Check the digits.`,
    )
  return { ok: true, number: parsed.number as E164, ...(parsed.country && { country: parsed.country }) }
}

/** The country (ISO 3166) a number belongs to, when it is one's alone. */
export const countryOf = (number: E164): string | undefined => parsePhoneNumberFromString(number)?.country

/** `00972…` is how many countries dial abroad; Arabic and Persian digits become ours. */
const toInternational = (written: string): string =>
  written
    .normalize('NFKC')
    // Both blocks of Unicode begin at a multiple of 16.
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) % 16))
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
    .replace(/^00[\s().-]*(?=[1-9])/, '+')
    .replace(/^\(\+/, '+(')

const defaultCountryOf = (country: string | undefined): { defaultCountry: CountryCode } | undefined =>
  country === undefined ? undefined : { defaultCountry: country as CountryCode }

const invalid = (because: string): ParsedPhoneNumber => ({ ok: false, because })
const quote = (written: string): string => written.slice(0, 40)
