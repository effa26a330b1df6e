import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { isBsuid } from './bsuid.ts'
import { phoneNumberVariants } from './phone-number-variants.ts'

/** A phone number in international form: `+` and 8 to 15 digits. */
export type E164 = `+${string}`

/** The number, or the reason that it is none: a sentence that says what to send instead. */
export type ParsedPhoneNumber = { ok: true; number: E164; country?: string } | { ok: false; because: string }

/**
 * Reads a phone number as people write it: spaces, dashes, dots, brackets and a leading `00` are fine.
 * A national number (`054-680-0360`) is read only when `defaultCountry` (ISO 3166, `IL`) names its country.
 *
 * An international number is refused only when it cannot be E.164: WhatsApp hands out ids in old numbering plans, and
 * only Meta knows who exists. A national number must exist in the plan, as its country is a guess.
 */
export function parsePhoneNumber(written: string, defaultCountry?: string): ParsedPhoneNumber {
  const text = toInternational(written)
  if (text === '') return invalid('The phone number is empty.')
  if (isBsuid(text))
    return invalid(`${text} is a user id, not a phone number. In "to", write { "bsuid": "${text}" }.`)
  if (!/^\+?[\d\s().\-/\u00a0\u2010-\u2015]+$/.test(text))
    return invalid(`"${quote(written)}" is not a phone number: it contains invalid characters.`)
  if (text.startsWith('+')) return parseInternational(text, written)
  return defaultCountry === undefined
    ? invalid(withoutCountry(text, written))
    : parseNational(text, written, defaultCountry)
}

const isE164 = (text: string): text is E164 => text.startsWith('+')

function parseInternational(text: string, written: string): ParsedPhoneNumber {
  // Strict E.164 is taken as it is: a wa_id in an old spelling must stay that spelling.
  const strict = /^\+[1-9]\d{7,14}$/.test(text) && isE164(text) ? text : undefined
  const parsed = parsePhoneNumberFromString(text)
  if (!parsed) return invalid(`"${quote(written)}" is not a phone number: ${lengthFault(text)}.`)
  const { country } = parsed
  if (strict && isPossible(strict)) return { ok: true, number: strict, ...(country && { country }) }
  const { number } = parsed
  if (!parsed.isPossible() || !isE164(number))
    return invalid(`"${quote(written)}" is ${lengthOf(text, country)}.`)
  return { ok: true, number, ...(country && { country }) }
}

function parseNational(text: string, written: string, defaultCountry: string): ParsedPhoneNumber {
  const parsed = parsePhoneNumberFromString(
    text,
    isSupportedCountry(defaultCountry) ? { defaultCountry } : {},
  )
  if (!parsed) return invalid(`"${quote(written)}" is too short or too long for ${defaultCountry}.`)
  const { country, number } = parsed
  if (parsed.isValid() && isE164(number)) return { ok: true, number, ...(country && { country }) }
  return invalid(
    `"${quote(written)}" does not exist in the numbering plan of ${country ?? defaultCountry}. Check the digits, or write it in international form.`,
  )
}

/** Whether a number, or another spelling of it, has a length that its country uses. */
const isPossible = (number: E164): boolean =>
  [number, ...phoneNumberVariants(number)].some(
    (spelling) => parsePhoneNumberFromString(spelling)?.isPossible() === true,
  )

/** Whether a number, or another spelling of it, is in the numbering plan that we know. Meta decides who exists. */
export const isInNumberingPlan = (number: E164): boolean =>
  [number, ...phoneNumberVariants(number)].some(
    (spelling) => parsePhoneNumberFromString(spelling)?.isValid() === true,
  )

/** The country (ISO 3166) a number belongs to, when it is one's alone. */
export const countryOf = (number: E164): string | undefined => parsePhoneNumberFromString(number)?.country

function withoutCountry(text: string, written: string): string {
  const digits = text.replace(/\D/g, '')
  if (/^[1-9]\d{9,14}$/.test(digits) && parsePhoneNumberFromString(`+${digits}`)?.isValid() === true)
    return `"${quote(written)}" has no plus. If it is international, write +${digits}.`
  return `"${quote(written)}" has no country code. Send it in international form, like +972546800360, or name defaultCountry.`
}

const MIN_DIGITS = 8
const MAX_DIGITS = 15

function lengthFault(text: string): string {
  const { length } = text.replace(/\D/g, '')
  if (length < MIN_DIGITS) return 'too short'
  return length > MAX_DIGITS ? 'too long' : 'no country has this code'
}

function lengthOf(text: string, country: string | undefined): string {
  const digits = text.replace(/\D/g, '')
  // Cutting digits off a number that is too long makes it possible; adding to a short one does.
  const isLong = Array.from({ length: 6 }, (_, i) => digits.slice(0, -1 - i)).some(
    (shorter) => parsePhoneNumberFromString(`+${shorter}`)?.isPossible() === true,
  )
  return `too ${isLong ? 'long' : 'short'}${country ? ` for ${country}` : ' for a phone number'}`
}

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

const invalid = (because: string): ParsedPhoneNumber => ({ ok: false, because })
const quote = (written: string): string => written.slice(0, 40)
