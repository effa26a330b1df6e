import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { OptOuts } from './conversation.ts'
import { normalizeText } from '../search/normalize-text.ts'
import { marketingOptOutKeywords, optInKeywords, optOutKeywords } from './opt-out-words.ts'
import {
  consentCategories,
  consentKeywords,
  isOptedOut,
  optedOutSince,
  mergeOptOuts,
  findConsentChange,
  applyConsent,
  type ConsentUpdate,
} from './opt-out.ts'

const words = consentKeywords({ optOut: [], optIn: [] })
const out = { wants: false, category: 'all' }
const back = { wants: true, category: 'all' }

it.each([
  ['STOP'],
  ['stop'],
  [' Stop. '],
  ['Stop!!!'],
  ['STOP STOP STOP'],
  ['“Stop”'],
  ['ＳＴＯＰ'],
  ['STOP 🛑'],
  ['🛑✋🏽 stop ❤️'],
  ['S\u200bTOP\u200f'],
  ['Unsubscribe'],
  ['opt-out'],
  ['Don’t message me'],
  ['הסר'],
  ['הָסֵר'],
  ['הסירו אותי!'],
  ['توقف'],
  ['تَوَقَّفْ'],
  ['إيقاف'],
  ['ايقاف'],
  ['الغاء الاشتراك'],
  ['توقـــف'],
  ['BAJA'],
  ['No más mensajes'],
  ['no mas mensajes'],
  ['Sair'],
  ['बंद करो'],
  ['रोकें।'],
  ['Berhenti'],
  ['СТОП'],
  ['отпишите меня'],
  ['Arrêtez'],
  ['arretez'],
  ['désabonner'],
  ['Abmelden'],
  ['Stopp'],
  ['Cancellami'],
  ['DUR'],
  ['LİSTEDEN ÇIK'],
  ['listeden cik'],
  ['退订'],
  ['수신거부'],
])('reads %s as an opt-out of everything', (text) => {
  expect(findConsentChange(text, words)).toEqual(out)
})

it.each([['Stop promotions'], ['Keine Werbung!'], ['Stop pub'], ['בלי פרסומות'], ['interromper promoções']])(
  'reads %s as an opt-out of marketing',
  (text) => {
    expect(findConsentChange(text, words)).toEqual({ wants: false, category: 'marketing' })
  },
)

it.each([
  ['START'],
  ['Unstop'],
  ['התחל'],
  ['ابدأ'],
  ['ابدا'],
  ['Alta'],
  ['शुरू'],
  ['Mulai'],
  ['старт'],
  ['BAŞLA'],
])('reads %s as an opt-in', (text) => {
  expect(findConsentChange(text, words)).toEqual(back)
})

it.each([
  [''],
  ['🛑'],
  ['Please stop by at 5'],
  ['When do you start?'],
  ['Cancel'],
  ['No'],
  ['end'],
  ['Bus stop'],
  ['stopover'],
  [`STOP ${'x'.repeat(200)}`],
  ['תעצור ליד הבית'],
])('leaves "%s" alone', (text) => {
  expect(findConsentChange(text, words)).toBeNull()
})

it('adds the words of the installation, and lets them win', () => {
  const own = consentKeywords({ optOut: ['Cancel', 'Genug!'], optIn: ['Stop'] })
  expect(findConsentChange('CANCEL', own)).toEqual(out)
  expect(findConsentChange('genug', own)).toEqual(out)
  expect(findConsentChange('stop', own)).toEqual(back)
  expect(findConsentChange('unsubscribe', own)).toEqual(out)
})

it('knows the main languages, and no word says two things', () => {
  const languages = ['en', 'he', 'ar', 'es', 'pt', 'hi', 'id', 'ru', 'fr', 'de', 'it', 'tr']
  for (const lists of [optOutKeywords, marketingOptOutKeywords, optInKeywords])
    expect(Object.keys(lists)).toEqual(expect.arrayContaining(languages))
  const folded = (lists: Readonly<Record<string, readonly string[]>>) =>
    Object.values(lists).flat().map(normalizeText)
  const meanings = [optOutKeywords, marketingOptOutKeywords, optInKeywords].map(
    (lists) => new Set(folded(lists)),
  )
  const all = meanings.flatMap((set) => [...set])
  expect(all).not.toContain('')
  expect(new Set(all).size).toBe(all.length)
})

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 12, minute))
const stop: ConsentUpdate = { wants: false, category: 'all', at: at(1), source: 'keyword', text: 'STOP' }
const start: ConsentUpdate = { wants: true, category: 'all', at: at(2), source: 'keyword', text: 'START' }
const noAds: ConsentUpdate = { wants: false, category: 'marketing', at: at(3), source: 'user_preferences' }
const ads: ConsentUpdate = { wants: true, category: 'marketing', at: at(4), source: 'user_preferences' }

const after = (...update: ConsentUpdate[]): OptOuts => update.reduce(applyConsent, {})

it('records source, time and text of a consent change', () => {
  expect(after(stop)).toEqual({ all: { at: at(1), source: 'keyword', text: 'STOP' } })
  expect(isOptedOut(after(stop), 'all')).toBeDefined()
  expect(isOptedOut(after(stop), 'marketing')).toBeUndefined()
})

it('lifts by START what STOP had said, and keeps the proof of both', () => {
  expect(after(stop, start).all).toEqual({
    at: at(1),
    source: 'keyword',
    text: 'STOP',
    liftedAt: at(2),
  })
  expect(isOptedOut(after(stop, start), 'all')).toBeUndefined()
})

it('lifts both categories by START, and advertising alone by the switch in WhatsApp', () => {
  const later = { ...start, at: at(9) }
  const both = after(stop, noAds, later)
  expect([isOptedOut(both, 'all'), isOptedOut(both, 'marketing')]).toEqual([undefined, undefined])
  expect(isOptedOut(after(stop, noAds, ads), 'all')).toBeDefined()
  expect(isOptedOut(after(stop, noAds, ads), 'marketing')).toBeUndefined()
})

it('applies the latest change, in any order of arrival', () => {
  expect(isOptedOut(after(stop, start, stop), 'all')).toBeUndefined()
  const again = { ...stop, at: at(5) }
  expect(isOptedOut(after(stop, again, start), 'all')).toEqual({ at: at(5), source: 'keyword', text: 'STOP' })
})

it('changes nothing when the same change arrives twice', () => {
  const once = after(stop)
  expect(applyConsent(once, stop)).toBe(once)
  const wanted = after(start)
  expect(applyConsent(wanted, start)).toBe(wanted)
})

it('remembers a START, so that an older STOP that comes late does not hold', () => {
  expect(isOptedOut(after(start), 'all')).toBeUndefined()
  expect(optedOutSince(after(start), start)).toEqual([])
  expect(after(start, stop)).toEqual(after(stop, start))
})

it('reaches the same consent in any order, in one conversation or in two that are merged', () => {
  const input = fc
    .record({
      wants: fc.boolean(),
      category: fc.constantFrom(...consentCategories),
      minute: fc.nat({ max: 5 }),
    })
    .map(({ minute, ...change }): ConsentUpdate => ({ ...change, at: at(minute), source: 'keyword' }))
  const split = fc.array(input, { maxLength: 6 }).chain((update) =>
    fc.record({
      news: fc.constant(update),
      shuffled: fc.shuffledSubarray(update, { minLength: update.length }),
      cut: fc.nat({ max: update.length }),
    }),
  )
  fc.assert(
    fc.property(split, ({ news, shuffled, cut }) => {
      const [a, b] = [after(...shuffled.slice(0, cut)), after(...shuffled.slice(cut))]
      const joined = consentCategories.map((category) => mergeOptOuts(a[category], b[category]))
      const expected = after(...news)
      expect(after(...shuffled)).toEqual(expected)
      expect(joined).toEqual(consentCategories.map((category) => expected[category]))
    }),
  )
})

it('reports the categories of an opt-out, on repeated calls too', () => {
  expect(optedOutSince(after(stop), stop)).toEqual(['all'])
  expect(optedOutSince(after(stop, stop), stop)).toEqual(['all'])
  expect(optedOutSince(after(stop, start), start)).toEqual(['all'])
  expect(optedOutSince(after(stop, start), stop)).toEqual([])
  expect(optedOutSince(after(noAds, stop, ads), ads)).toEqual(['marketing'])
  expect(optedOutSince({}, start)).toEqual([])
})
