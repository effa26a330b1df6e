import { isWaypostError, type TemplateContent } from '@waypost/contract'
import { expect, it } from 'vitest'
import type { MessageContent } from '../graph/payload.ts'
import { tokenize } from './tokenize.ts'
import type { Recipient } from '../kernel/recipient.ts'
import { parseSearch, searchTokens } from './search-query.ts'
import { inboundSearchTerms, outboundSearchTerms } from '../messages/message-search-terms.ts'
import type { Category } from '../messages/message-category.ts'

const to = '+972546800360'
const text = (body: string): MessageContent => ({ type: 'text', text: { body } })

/** Whether a search finds a message: by a token that stands in the index, and then by a look at it. */
function finds(q: string, content: MessageContent, recipient: Recipient = to, category?: Category): boolean {
  const wanted = parseSearch(q)
  if (wanted.kind !== 'words') throw new Error('an id')
  const found = outboundSearchTerms({ to: recipient, content, ...(category && { category }) })
  return wanted.tokens.some((token) => searchTokens(found).includes(token)) && wanted.matches(found)
}

it.each<[string, string, boolean]>([
  ['order', 'Your ORDER is on its way', true],
  ['ord', 'Your order is on its way', true],
  ['rder', 'Your order is on its way', false],
  ['way order', 'Your order is on its way', true],
  ['order lost', 'Your order is on its way', false],
  ['on', 'Your order is on its way', true],
  ['o', 'Your order is on its way', false],
  ['orders', 'Your order is on its way', false],
  ['creme brulee', 'Crème brûlée', true],
  ['CRÈME', 'creme', true],
  ['strasse', 'Straße 12', true],
  ['istanbul', 'İSTANBUL', true],
  ['lodz', 'Łódź', true],
  ["don't", 'I dont know', true],
  ['שלום', 'שָׁלוֹם עולם', true],
  ['עולמ', 'שלום עולם', true],
  ['צה"ל', 'צה״ל', true],
  ['السلام', 'السَّلَامُ عَلَيْكُم', true],
  ['احمد', 'أحمد', true],
  ['مدرسه', 'مدرسة', true],
  ['ســلام', 'سلام', true],
  ['١٢٣٤٥', 'Order 12345', true],
  ['ORD-1042', 'Your order ORD-1042 is here', true],
  ['1042', 'Your order ORD-1042 is here', true],
  ['ORD-1043', 'Your order ORD-1042 is here', false],
  ['東京', '東京タワー', true],
])('looks for %j in %j', (q, body, found) => {
  expect(finds(q, text(body))).toBe(found)
})

it.each<[string, Recipient, boolean]>([
  ['+972546800360', to, true],
  ['972546800360', to, true],
  ['054-680-0360', to, true],
  ['(054) 680 0360', to, true],
  ['00972 54 680 0360', to, true],
  ['800360', to, true],
  ['0360', to, true],
  ['0361', to, false],
  ['+972546800361', to, false],
  ['56800360', '+14046800360', false],
  ['US.13491208655302741918', 'US.13491208655302741918', true],
  ['US.13491208655302741919', 'US.13491208655302741918', false],
])('looks for %j among the numbers: %s', (q, recipient, found) => {
  expect(finds(q, text('hi'), recipient)).toBe(found)
})

const template = (about: Partial<TemplateContent>): MessageContent => ({
  type: 'template',
  template: { templateName: 'order_shipped', languageCode: 'en_US', ...about },
})

it('finds templates by their name and by what fills them, wherever it stands', () => {
  const content = template({
    templateParameters: [{ type: 'text', text: 'Dana' }],
    buttonParameters: [{ index: 0, type: 'url', text: 'ORD-1' }],
  })
  for (const q of ['order_shipped', 'shipped', 'dana', 'ord-1']) expect(finds(q, content), q).toBe(true)
  for (const q of ['en_us', 'url']) expect(finds(q, content), q).toBe(false)
  const card: MessageContent = {
    type: 'contacts',
    contacts: [{ name: { formattedName: 'Noa Levi', firstName: 'Noa' } }],
  }
  expect(finds('levi', card)).toBe(true)
})

it('never finds a one-time code, and still the message that carried it', () => {
  const asCode = template({ templateName: 'login', oneTimeCode: '482913' })
  const asParameter = template({
    templateName: 'login',
    templateParameters: [{ type: 'text', text: '482913' }],
  })
  for (const [content, category] of [
    [asCode, undefined],
    [asCode, 'utility'],
    [asParameter, 'authentication'],
    [asParameter, 'unknown'],
    [asParameter, undefined],
  ] as const) {
    expect(finds('482913', content, to, category)).toBe(false)
    const found = outboundSearchTerms({ to, content, ...(category && { category }) })
    expect(JSON.stringify([found, searchTokens(found)])).not.toMatch(/482/)
    expect(finds('login', content, to, category)).toBe(true)
  }
  expect(finds('482913', asParameter, to, 'utility')).toBe(true)
})

it('keeps thirty tokens at most, of the first words', () => {
  const words = Array.from(
    { length: 100 },
    (_, i) => `${String.fromCodePoint(97 + (i % 26), 97 + Math.floor(i / 26))}xword`,
  )
  expect(searchTokens(outboundSearchTerms({ to, content: text(words.join(' ')) }))).toHaveLength(30)
  expect(finds(words[0] ?? '', text(words.join(' ')))).toBe(true)
})

it('reads what came in as it stands now', () => {
  const message = { from: to, type: 'text', content: {}, text: 'first', changes: [] } as const
  const edit = { kind: 'edit', at: new Date(0), wamid: 'wamid.2', raw: '{}', text: 'second' } as const
  expect(inboundSearchTerms(message).words).toEqual(['first'])
  expect(inboundSearchTerms({ ...message, changes: [edit] }).words).toEqual(['second'])
  expect(inboundSearchTerms({ ...message, changes: [{ ...edit, kind: 'revoke' }] }).words).toEqual([])
})

it('knows ids, and refuses what has nothing in it', () => {
  expect(parseSearch(' msg_01h455vb4pex5vsknk084sn02q ')).toMatchObject({ kind: 'id' })
  expect(parseSearch('wamid.HBgM')).toEqual({ kind: 'wamid', id: 'wamid.HBgM' })
  for (const q of ['!!!', ' ', '👍'])
    try {
      parseSearch(q)
      expect.unreachable()
    } catch (error) {
      expect(isWaypostError(error) && error.code).toBe('INVALID_REQUEST')
    }
  expect(tokenize('👍')).toEqual([])
})
