/** Letters that no decomposition takes apart, and those that look another way at the end of a word or on another keyboard. */
const variants: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i' },
  ...{ ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ' },
  ...{ ى: 'ي', ی: 'ي', ة: 'ه', ٱ: 'ا', ک: 'ك', ہ: 'ه' },
  ...digits('٠'),
  ...digits('۰'),
}
const VARIANT = new RegExp(`[${Object.keys(variants).join('')}]`, 'gu')

/** A text with one letter for all that are written for it, each the other's twin. */
export const replaceLetterVariants = (text: string): string =>
  text.replace(VARIANT, (letter) => variants[letter] ?? letter)

/** The ten digits of a script, from its zero on. */
function digits(zero: string): Record<string, string> {
  const first = zero.codePointAt(0) ?? 0
  return Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [String.fromCodePoint(first + i), String(i)]),
  )
}
