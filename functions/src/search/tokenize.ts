import { replaceLetterVariants } from './letter-variants.ts'

/** Accents, niqqud, harakat; tatweel; invisible characters. */
const NOT_SPOKEN = /\p{M}|\u0640|\p{Cf}/gu
/** Within a word, as in don't or צה״ל. */
const INNER_QUOTE = /(?<=[\p{L}\p{N}])['’"׳״](?=[\p{L}\p{N}])/gu

/**
 * The words of a text as they are compared in a search: without case, accents and vowel points, Hebrew's final letters
 * and Arabic's variants as one. In their order, each as often as it stands there.
 */
export const tokenize = (text: string): string[] =>
  replaceLetterVariants(text.normalize('NFKD').toLowerCase().replace(NOT_SPOKEN, ''))
    .replace(INNER_QUOTE, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
