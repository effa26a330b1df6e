import { replaceLetterVariants } from './letter-variants.ts'

/** Marks above and below letters that people leave out: accents, niqqud, harakat, tatweel. */
const MARKS =
  /\u0640|[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670]/gu
/** Invisible characters: joiners, directions, and what chooses the look of an emoji. */
const INVISIBLE_CHARACTERS = /\p{Cf}|\ufe0e|\ufe0f|\u20e3/gu
const NO_WORD = /[^\p{L}\p{M}\p{N}]+/gu

/**
 * A text as it is compared with others: without case, accents, vowel points, punctuation and emoji, its words one
 * space apart, and a word that is repeated only once ("STOP! stop!" is `stop`). Unlike in a search the signs of scripts whose
 * vowels are signs stay: without them, words of Hindi are others.
 */
export function normalizeText(text: string): string {
  const letters = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(INVISIBLE_CHARACTERS, '')
    .normalize('NFKC')
  const words = replaceLetterVariants(letters).replace(NO_WORD, ' ').trim().split(' ')
  const [first = ''] = words
  return words.every((word) => word === first) ? first : words.join(' ')
}
