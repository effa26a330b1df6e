/**
 * Resolves `to` to the wa_id that receives the message.
 * Digits without `+` are read as international, or with the setting `plusless: "own_country"` get the business's own
 * country code in front (Meta's "Phone number formats" section). Brazil and Mexico have their extra digit rewritten, so
 * that `wa_id` differs from what was asked for.
 */
import { refuse } from '../graph/graph-error.ts'
import type { Settings } from '../settings.ts'

/** The wa_id (digits) that a `to` of a business with this display number reaches. Throws 131009 when it is no number. */
export function resolveWaId(
  to: string,
  businessNumber: string,
  plusless: Settings['plusless'] = 'international',
): { waId: string; prefixed: boolean } {
  if (!/^\+?[\d\s().-]+$/.test(to.trim())) {
    throw refuse(
      131009,
      `Parameter to is not a phone number: use the international form with a plus, +16505551234.`,
    )
  }
  const digits = to.replace(/\D/g, '')
  const hasPlus = to.trim().startsWith('+')
  const prefixed =
    plusless === 'own_country' && !hasPlus && !hasCountryCode(digits, callingCode(businessNumber))
  // No country code starts with 0, and the prefix for calls abroad is not part of a number.
  if (!prefixed && digits.startsWith('0'))
    throw refuse(100, 'Parameter to starts with 0: no country code does.')
  const full = prefixed ? callingCode(businessNumber) + digits : digits
  if (full.length < 7 || full.length > 17)
    throw refuse(131009, 'Parameter to is not a phone number: too short or too long.')
  return { waId: rewriteNational(full), prefixed }
}

/** The country calling code of an E.164 number: 1 and 7 stand alone, some have two digits, all others three. */
export function callingCode(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  if (/^[17]/.test(digits)) return digits.slice(0, 1)
  const isTwo = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/.test(digits)
  return digits.slice(0, isTwo ? 2 : 3)
}

/** Brazil loses the ninth digit outside the area codes 11–28; Mexico gets the old 1 after the country code. */
function rewriteNational(digits: string): string {
  const brazil = /^55([3-9]\d)9(\d{8})$/.exec(digits)
  if (brazil) return `55${brazil[1] ?? ''}${brazil[2] ?? ''}`
  const mexico = /^52(\d{10})$/.exec(digits)
  return mexico ? `521${mexico[1] ?? ''}` : digits
}

/** Digits that already start with the own country code and are longer than a national number are left alone. */
function hasCountryCode(digits: string, code: string): boolean {
  return digits.startsWith(code) && digits.length >= code.length + 10
}
