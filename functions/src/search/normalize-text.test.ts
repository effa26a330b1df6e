import fc from 'fast-check'
import { expect, it } from 'vitest'
import { replaceLetterVariants } from './letter-variants.ts'
import { normalizeText } from './normalize-text.ts'
import { tokenize } from './tokenize.ts'

it.each([
  ['case and punctuation', 'STOP!', 'stop'],
  ['repetition', 'Stop, stop. STOP', 'stop'],
  ['accents', 'Désabonner', 'desabonner'],
  ['German sharp s', 'Straße', 'strasse'],
  ['letters that do not decompose', 'Łódź Ørsted', 'lodz orsted'],
  ['vowel points of Hebrew', 'הָסֵר', 'הסר'],
  ['a final letter of Hebrew', 'שלום', 'שלומ'],
  ['an Arabic tatweel and harakat', 'إيقـــافٌ', 'ايقاف'],
  ['Persian letters', 'کافی', 'كافي'],
  ['Arabic digits', '١٢٣', '123'],
  ['full-width letters', 'ＳＴＯＰ', 'stop'],
  ['emoji and joiners', '👨‍👩‍👧 stop 🛑\ufe0f', 'stop'],
  ['an invisible mark within a word', 'st\u200bop', 'stop'],
  ['spaces of all kinds', ' \u00a0not\tnow\n', 'not now'],
  ['only punctuation', '?!', ''],
  ['nothing', '', ''],
])('compares texts without %s', (_name, text, expected) => {
  expect(normalizeText(text)).toBe(expected)
})

it('keeps words apart that only share their first word', () => {
  expect(normalizeText('stop it stop')).toBe('stop it stop')
})

it('keeps the vowel signs of Hindi, without which words are others', () => {
  expect(normalizeText('की')).not.toBe(normalizeText('का'))
})

it('changes a normalized text no further', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zA-Z0-9éüßøıçñ .,!?'-]{0,40}$/), (text) => {
      const once = normalizeText(text)
      expect(normalizeText(once)).toBe(once)
    }),
  )
})

it.each([
  ['words in their order, each as often as it stands there', 'Pay, pay NOW', ['pay', 'pay', 'now']],
  ['a word with an apostrophe as one', "don't", ['dont']],
  ['a Hebrew abbreviation as one', 'צה״ל', ['צהל']],
  ['quoted words without the quotes', '"yes" or \'no\'', ['yes', 'or', 'no']],
  ['numbers apart from punctuation', 'Order #10-42', ['order', '10', '42']],
  ['accents as none', 'Crème brûlée', ['creme', 'brulee']],
  ['nothing in an empty text', ' … ', []],
])('searches for %s', (_name, text, words) => {
  expect(tokenize(text)).toEqual(words)
})

it('finds a word however its case, points and final letters are written', () => {
  expect(tokenize('שָׁלוֹם')).toEqual(tokenize('שלומ'))
  expect(tokenize('STRASSE')).toEqual(tokenize('Straße'))
})

it('has one digit for all ten of Arabic and of Persian', () => {
  expect(replaceLetterVariants('٠١٢٣٤٥٦٧٨٩')).toBe('0123456789')
  expect(replaceLetterVariants('۰۱۲۳۴۵۶۷۸۹')).toBe('0123456789')
})
