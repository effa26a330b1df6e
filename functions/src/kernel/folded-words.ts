/** Letters that no decomposition takes apart, and those that look another way at the end of a word or on another keyboard. */
const twins: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i' },
  ...{ ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ' },
  ...{ ى: 'ي', ی: 'ي', ة: 'ه', ٱ: 'ا', ک: 'ك', ہ: 'ه' },
  ...digits('٠'),
  ...digits('۰'),
}
const TWIN = new RegExp(`[${Object.keys(twins).join('')}]`, 'gu')

/** Accents, niqqud, harakat; tatweel; what nobody sees. */
const NOT_SPOKEN = /\p{M}|\u0640|\p{Cf}/gu
/** Within a word, as in don't or צה״ל. */
const INNER_QUOTE = /(?<=[\p{L}\p{N}])['’"׳״](?=[\p{L}\p{N}])/gu

/**
 * The words of a text as they are compared in a search: without case, accents and vowel points, Hebrew's final letters
 * and Arabic's variants as one. In their order, each as often as it stands there.
 */
export const foldedWords = (text: string): string[] =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(NOT_SPOKEN, '')
    .replace(TWIN, (letter) => twins[letter] ?? letter)
    .replace(INNER_QUOTE, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

/** The ten digits of a script, from its zero on. */
function digits(zero: string): Record<string, string> {
  const first = zero.codePointAt(0) ?? 0
  return Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [String.fromCodePoint(first + i), String(i)]),
  )
}
